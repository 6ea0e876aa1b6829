"""The people of the project, the organisations they belong to, and the project in its own words."""

from __future__ import annotations

import re

PARTIES = """
northmere | Northmere Foods | customer
kestrelmark | Kestrelmark Consulting | partner
lotura | Lotura Software | vendor
skanwerk | Skanwerk Devices | vendor
"""

#: Ref, name, job title, party, place, roles.
PEOPLE = """
pl | Paula Lindner | Programme lead | northmere | Hamburg | project-lead
ha | Henrik Aldag | Managing director | northmere | Hamburg | executive-sponsor
mo | Margit Ohlsen | Chief operating officer | northmere | Hamburg | approver
ft | Friederike Thomsen | Finance lead | northmere | Hamburg | process-owner; workstream-owner
jr | Jonas Riedel | Head of order desk | northmere | Hamburg | process-owner; workstream-owner
sk | Sabine Kröger | Head of warehouse operations | northmere | Hamburg | process-owner; workstream-owner
tw | Tomasz Wilk | Head of purchasing | northmere | Hamburg | process-owner
ad | Ayla Demir | Head of quality and food safety | northmere | Hamburg | process-owner
lv | Lennart Vogt | Head of transport | northmere | Hanover | process-owner
ga | Georg Amsel | Sales director | northmere | Hamburg | process-owner
ih | Imke Harms | Head of planning | northmere | Hamburg | process-owner
bk | Bettina Kuhn | Head of customer service | northmere | Hanover | process-owner
mf | Miriam Falk | Test lead | northmere | Hamburg | test-lead
do | Daniel Okafor | Migration lead | northmere | Hamburg | migration-lead
cp | Carl Petersen | Cutover manager | northmere | Hamburg | cutover-manager
nr | Nadia Rossi | Change manager | northmere | Leipzig | change-manager
sh | Stefan Hauke | Head of service desk | northmere | Hamburg | support-lead
ke | Katrin Ebel | System administrator | northmere | Hamburg | it-administrator; process-owner
tr | Till Reimann | Service desk agent, nights | northmere | Leipzig |
bl | Bo Lindahl | Network and devices administrator | northmere | Leipzig | it-administrator
wj | Wiebke Janssen | Internal auditor | northmere | Hamburg | auditor
cd | Claire Dumas | Solution architect | kestrelmark | Lyon | solution-architect
rm | Ravi Menon | Integration lead | kestrelmark | Pune | integration-lead
pn | Priya Nair | Finance consultant | kestrelmark | Pune | partner-consultant
mb | Marco Bianchi | Supply chain consultant | kestrelmark | Milan | partner-consultant
op | Olga Petrenko | Performance engineer | kestrelmark | Berlin | partner-consultant
ls | Lasse Storm | Product manager, traceability | lotura | Aarhus |
jf | Jule Franke | Account manager | skanwerk | Dortmund |
"""

PROJECT = """\
# The project in its own words. Keys that are left empty are unknown, and unknown is never a pass.
schema: firstlight/project/1
name: Finance and operations, wave 1
slug: northmere-wave-1
organisation: Northmere Foods
product: finance-operations
approach: phased
time_zone: Europe/Berlin
# The folder speaks of this time. Take it out, and it is judged as of now.
as_of: {as_of}
go_live: 2026-12-07 05:00
cutover_window: {{start: 2026-12-04 18:00, end: 2026-12-07 05:00}}
users_at_go_live: 412
next_committee: {committee}

phases:
  - {{ref: initiate, title: Initiate, start: 2026-01-12, end: 2026-03-27}}
  - {{ref: implement, title: Implement, start: 2026-03-30, end: 2026-09-25}}
  - {{ref: prepare, title: Prepare, start: 2026-09-28, end: 2026-12-06}}
  - {{ref: operate, title: Operate, start: 2026-12-07}}

parties:
{parties}

packs:
  - go-live@2026.1

required_tests: [sit, uat, performance, end-to-end]

profile:
  isv: yes
  customisations: yes
  integrations: yes
  external_dependencies: yes
  regulated: yes
  legacy_data: yes
  portal_users: no
  offline_users: no
  virtual_desktops: yes
  mobile_devices: yes
  partner_support: yes
  enterprise_20000_licences: no
"""

README = """\
# Northmere Foods, finance and operations, wave 1

An example project, as of {as_of}. Northmere Foods distributes fresh, chilled and dry food from depots in Hamburg,
Hanover and Leipzig to some 2,900 restaurants, hotels, canteens and shops. It moves from its old system, Cargon, to
Dynamics 365 finance and operations apps. Wave 1 goes live on Monday 7 December 2026 with 412 users.

Judge it with `firstlight assess .`

Northmere Foods, its partners and its people are invented. `script/build-examples` writes this folder.
"""


def rows(text: str) -> list[list[str]]:
    """The cells of a table with bars; a line that begins with a bar goes on with the line before."""
    return [[cell.strip() for cell in line.split("|")] for line in whole_lines(text)]


def whole_lines(text: str) -> list[str]:
    """The lines of a text, those that begin with a bar joined to the line before."""
    return re.sub(r"\n\s*\|", " |", text.strip()).splitlines()


def email(name: str, party: str) -> str:
    """paula.lindner@northmere.example."""
    plain = name.lower().replace("ö", "oe").replace("ü", "ue").replace("ä", "ae").replace(" ", ".")
    return f"{plain}@{party}.example"
