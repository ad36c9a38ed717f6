"""Commands beside build, check, fix, audit and draft: one module each, with `run(arguments) -> exit code`."""
