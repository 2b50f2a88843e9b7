"""Programs that run one system each, under the interpreter that has it; they need nothing of this project."""
