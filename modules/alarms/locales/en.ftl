# Words of alarms.

alarms-menu = Alarms
alarms-title = Alarms that wait
alarms-lead = When something is wrong, the officers on duty are told at once, and it stands here. Once you have looked at it, say what you found; who it was and when is noted.
alarms-empty = No alarm waits.
alarms-place = Where
alarms-at = Raised
alarms-history = Alarms that somebody has looked at
alarms-history-empty = Nobody has looked at an alarm yet.
alarms-what = Alarm
alarms-by = By
alarms-looked-at = Looked at
alarms-outcome = Outcome
alarms-outcome-repaired = Repaired
alarms-outcome-passed_on = Passed on
alarms-outcome-false_alarm = False alarm
alarms-refused-over = Somebody has looked at this alarm already.
alarms-somebody = Somebody who has left
