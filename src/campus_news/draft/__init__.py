"""From what an office hands over (text or a Word file) to a report that is to be confirmed."""
