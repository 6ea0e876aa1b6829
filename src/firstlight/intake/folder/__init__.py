"""A project folder: ordinary files in, a project out; all of it, or nothing and every problem at once."""

from firstlight.intake.folder.loading import LoadedFolder, load_folder
from firstlight.intake.folder.scanning import PROJECT_FILE, Ignored

__all__ = ["PROJECT_FILE", "Ignored", "LoadedFolder", "load_folder"]
