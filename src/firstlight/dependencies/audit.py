"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

DEPENDENCIES_CHANGED = Record("dependencies.register.changed", "External dependencies changed")
REQUIREMENTS_CHANGED = Record("dependencies.requirements.changed", "Requirements on providers changed")
REQUIREMENT_AGREED = Record("dependencies.requirement.agreed", "Requirement agreed with a provider")
REQUIREMENT_MET = Record("dependencies.requirement.met", "Requirement on a provider met")
SCOPE_COMPARED = Record("dependencies.scope.compared", "Delivery held against the scope")
DELIVERED = Record("dependencies.delivery.recorded", "Delivery of a provider recorded")
MEETINGS_CHANGED = Record("dependencies.meetings.changed", "Meetings with providers changed")
MEETING_HELD = Record("dependencies.meeting.held", "Meeting with a provider held")
WORD_GIVEN = Record("dependencies.word.given", "Provider gave its word by its link")
WORD_TAKEN_DOWN = Record("dependencies.word.taken-down", "Word of a provider taken down")
PROVIDER_REMINDED = Record("dependencies.provider.reminded", "Silent provider reminded")
WORDS_RECORDED = Record("dependencies.words.recorded", "Words of providers recorded")
SERVICE_STATED = Record("dependencies.service.stated", "State of a service told")
SERVICE_SEEN = Record("dependencies.service.seen", "Service seen in another state")
SERVICES_RECORDED = Record("dependencies.services.recorded", "States of services recorded")
