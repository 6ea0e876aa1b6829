"""Changing the register, taking the word of providers, holding meetings, noting how services do."""

from firstlight.dependencies.actions.meetings import change_meetings as change_meetings
from firstlight.dependencies.actions.meetings import hold_meeting as hold_meeting
from firstlight.dependencies.actions.noting import agree_requirement as agree_requirement
from firstlight.dependencies.actions.noting import hold_against_scope as hold_against_scope
from firstlight.dependencies.actions.noting import meet_requirement as meet_requirement
from firstlight.dependencies.actions.noting import record_delivery as record_delivery
from firstlight.dependencies.actions.register import change_dependencies as change_dependencies
from firstlight.dependencies.actions.register import change_requirements as change_requirements
from firstlight.dependencies.actions.services import note_service as note_service
from firstlight.dependencies.actions.services import record_services as record_services
from firstlight.dependencies.actions.services import state_service as state_service
from firstlight.dependencies.actions.words import give_word as give_word
from firstlight.dependencies.actions.words import record_words as record_words
from firstlight.dependencies.actions.words import remind_provider as remind_provider
from firstlight.dependencies.actions.words import take_down_word as take_down_word
