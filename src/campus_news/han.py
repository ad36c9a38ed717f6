"""Chinese text: the characters beside which a newline is no space."""

from __future__ import annotations

import re
from typing import Final

HAN: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
