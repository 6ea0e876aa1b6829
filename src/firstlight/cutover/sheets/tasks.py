"""The steps of a plan as a sheet, with the columns that cutover managers use."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from firstlight.cutover import actions, stores
from firstlight.cutover.formats.mspdi import MOST_BYTES
from firstlight.cutover.models import Task
from firstlight.cutover.sheets.columns import duration, predecessors
from firstlight.cutover.sheets.projects import table_of
from firstlight.cutover.sheets.workbooks import workbooks_of
from firstlight.kernel.context import Context
from firstlight.kernel.sheets import OtherFile, Sheet, choice, flag, instant, integer, names, register_sheet, text
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

_PLAIN = Sheet(
    ref="cutover.tasks",
    stem="cutover/plan",
    title="Cutover tasks",
    about="The steps of the cutover and of the way back: what waits for what, who does it, how long it takes.",
    columns=(
        text("ref", "Step", "The number of the step, which stays the same.", most=60, required=True,
             aliases=("id", "step number", "step no", "no", "no.", "#", "task id", "task number", "ref", "wbs",
                      "number", "nr", "nr.", "schritt", "schritt nr", "lfd nr", "pos", "position"),
             example="120"),
        text("title", "Task", "What is done.", most=300, required=True,
             aliases=("activity", "task name", "title", "name", "description", "task description",
                      "step description", "action", "aufgabe", "vorgang", "vorgangsname", "tätigkeit",
                      "aktivität", "bezeichnung", "beschreibung", "was"),
             example="Load open customer invoices"),
        text("plan", "Plan", "The ref of the plan. Blank: the cutover.", most=60, empty=stores.CUTOVER,
             aliases=("runbook",)),
        choice("kind", "Kind", "A task, a data load, a milestone, a checkpoint at which people say go or no-go, a "
               "communication, or a group of others.", dict(Task.Kind.choices), empty="task",
               aliases=("type", "task type", "art", "typ"), example="Data load"),
        text("group", "Group", "The step number of the group it belongs to, or just its name.", most=200,
             aliases=("phase", "stage", "workstream", "section", "gruppe", "abschnitt", "teilprojekt"),
             example="Open transactions"),
        text("area", "Area", "The area of the business or of the solution.", most=200,
             aliases=("functional area", "module", "stream", "bereich", "modul"), example="Finance"),
        text("environment", "Environment", "Where it is done.", most=200,
             aliases=("env", "umgebung"), example="Production"),
        text("system", "System", "In what system it is done.", most=200,
             aliases=("application", "tool", "anwendung"), example="Finance"),
        text("countdown", "Countdown", "How long before go-live it is done, as one says it.", most=60,
             aliases=("t-minus", "t minus", "countdown (days)", "day", "tag"), example="T-2 d"),
        predecessors("predecessors", "Predecessors", "Steps it waits for, such as 12, 14SS or 12FS+30m.",
                     aliases=("predecessor", "depends on", "dependency", "dependencies", "after", "preceding task",
                              "vorgänger", "abhängig von", "abhängigkeit", "abhängigkeiten", "nach"),
                     example="110FS+15m"),
        duration("minutes", "Duration", "How long it takes: 90m, 2h 30m.",
                 aliases=("planned duration", "estimated duration", "est. duration", "effort", "dauer",
                          "geplante dauer", "duration (min)", "duration (minutes)", "dauer (min)"),
                 example="1h 15m"),
        duration("shortest", "Shortest", "How long it takes when all goes well.",
                 aliases=("optimistic", "best case", "minimum", "min", "optimistisch"), example="55m"),
        duration("longest", "Longest", "How long it takes when much goes wrong.",
                 aliases=("pessimistic", "worst case", "maximum", "max", "pessimistisch"), example="2h"),
        duration("dry_run_minutes", "Dry run", "How long a dry run took, for a data load.",
                 aliases=("dry run duration", "measured", "probelauf", "testlauf"), example="1h 10m"),
        instant("start", "Start", "When it is to begin; with “Fixed” exactly then, else not before.",
                aliases=("estimated start", "planned start", "est. start", "start date", "start time", "begin",
                         "from", "beginn", "anfang", "geplanter start", "start geplant", "von"),
                example="2026-12-05 22:00"),
        instant("end", "End", "When it is to end, as planned.",
                aliases=("estimated end", "planned end", "est. end", "finish", "planned finish", "end date",
                         "end time", "until", "to", "ende", "fertig", "geplantes ende", "ende geplant", "bis")),
        flag("fixed", "Fixed", "Yes for a step that begins at its start and no earlier or later.", empty=False,
             aliases=("fixed start",)),
        text("owner", "Owner", "Who does it.", most=200,
             aliases=("responsible", "assigned to", "who", "resource", "resource names", "task owner",
                      "verantwortlich", "verantwortlicher", "zuständig", "ressourcennamen", "wer", "bearbeiter"),
             example="Mira Holt"),
        text("backup", "Backup owner", "Who steps in.", most=200,
             aliases=("backup", "back-up", "deputy", "substitute", "vertretung", "stellvertreter", "vertreter"),
             example="Jonas Feld"),
        text("verifier", "Verified by", "Who looks whether it worked: somebody other than the owner.", most=200,
             aliases=("validated by", "verifier", "validator", "checked by", "approver", "geprüft von", "prüfer",
                      "abnahme durch"),
             example="Nadia Wolff"),
        text("skill", "Skill", "What one has to be able to, where anybody who can may do it.", most=200,
             aliases=("role", "required skill", "rolle", "fähigkeit")),
        text("instruction", "Instruction", "How it is done.", most=20_000,
             aliases=("instructions", "how to", "details", "steps", "anweisung", "anleitung")),
        text("verification", "Verification", "How one sees that it worked.", most=4_000,
             aliases=("verification steps", "validation", "expected result", "prüfung", "prüfschritte",
                      "verifikation", "erwartetes ergebnis")),
        names("documents", "Documents", "Names or addresses of what belongs to it, split by semicolons.",
              commas=False, aliases=("document", "links", "attachments", "dokumente", "unterlagen")),
        flag("risky", "Risky", "Yes for a step that cannot simply be repeated: it needs a way back.", empty=False,
             aliases=("risk", "high risk", "risiko", "kritisch")),
        text("rollback", "Way back", "How it is undone, or the step of the rollback that does it.", most=4_000,
             aliases=("rollback", "rollback step", "back out", "fallback", "rückfall", "rückweg")),
        flag("final", "Point of no return", "Yes for a step after which there is no way back.", empty=False,
             aliases=("no return", "irreversible", "kein zurück", "unumkehrbar")),
        names("deciders", "Decided by", "At a checkpoint: the roles or people who say go or no-go, split by "
              "semicolons. Blank: its owner.", aliases=("who decides", "deciders", "decision makers", "entscheider"),
              example="Executive sponsor; Cutover manager"),
        names("criteria", "Criteria", "At a checkpoint: what has to be true for a go, split by semicolons.",
              commas=False, aliases=("go criteria", "go/no-go criteria", "kriterien"),
              example="All loads tie; no open stopper"),
        integer("percent", "% complete", "How much of it is done.", most=100, empty=0,
                aliases=("percent complete", "% done", "progress", "complete", "% abgeschlossen", "fortschritt")),
        instant("actual_start", "Actual start", "When it began in the cutover.",
                aliases=("started", "ist-start", "ist start", "tatsächlicher start", "tatsächlicher beginn")),
        instant("actual_end", "Actual end", "When it ended in the cutover.",
                aliases=("actual finish", "finished", "ist-ende", "ist ende", "tatsächliches ende")),
        text("notes", "Notes", "Anything else.", most=4_000,
             aliases=("comment", "comments", "remarks", "bemerkung", "bemerkungen", "kommentar", "notizen")),
    ),
    store=stores.tasks,
    apply=actions.change_tasks,
    order=76,
    view=MAY_VIEW_CUTOVER,
    aliases=("tasks", "plan", "cutover plan", "runbook", "cutover", "cutover steps", "cutoverplan", "ablaufplan"),
    examples=({"ref": "120", "title": "Load open customer invoices", "kind": "Data load",
               "group": "Open transactions", "area": "Finance", "environment": "Production", "system": "Finance",
               "countdown": "T-2 d", "predecessors": "110FS+15m", "minutes": "1h 15m", "shortest": "55m",
               "longest": "2h", "dry_run_minutes": "1h 10m", "owner": "Mira Holt", "backup": "Jonas Feld",
               "verifier": "Nadia Wolff", "verification": "48,120 rows; the total ties to the ledger"},),
)  # fmt: skip


def _kept(context: Context, name: str, data: bytes) -> None:
    """It is kept with its plan; its rows were applied, so it has been read."""
    actions.keep_project_file(context, data, name=name, read=True)


_PROJECT = OtherFile(
    ".xml", "MS Project (XML)", partial(table_of, _PLAIN), _kept, most_bytes=MOST_BYTES,
    command="firstlight plan convert",
)  # fmt: skip
TASKS = register_sheet(replace(_PLAIN, dialects=(workbooks_of(_PLAIN),), other_files=(_PROJECT,), in_order=True))
