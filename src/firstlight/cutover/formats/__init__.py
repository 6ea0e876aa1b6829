"""Files of planning tools: what a file is, is found in its content and never in its name."""

from firstlight.cutover.formats.reading import PlanFile, read_plan_file

__all__ = ["PlanFile", "read_plan_file"]
