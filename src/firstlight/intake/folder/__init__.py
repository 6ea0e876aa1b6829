"""A project folder: ordinary files in, a project out; all of it, or nothing and every problem at once. And back."""

from firstlight.intake.folder.giving import give_folder
from firstlight.intake.folder.loading import Choice, LoadedFolder, load_folder
from firstlight.intake.folder.scanning import PROJECT_FILE, Ignored

__all__ = ["PROJECT_FILE", "Choice", "Ignored", "LoadedFolder", "give_folder", "load_folder"]
