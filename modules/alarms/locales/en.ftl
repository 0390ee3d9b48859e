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
alarms-outcome-needed = Choose what you found: put right, passed on or a false alarm
alarms-outcome-repaired = Repaired
alarms-outcome-passed_on = Passed on
alarms-outcome-false_alarm = False alarm
alarms-refused-over = Somebody has looked at this alarm already.
alarms-somebody = Somebody who has left

# Each kind: what has happened, and what to do
alarms-kind-altered = What is shown was altered
alarms-advice-altered = The pages are withheld. Run onewindow verify to find the row, put it right from the backup, and find out who did it.
alarms-kind-novelty = Somebody walks through numbers
alarms-advice-novelty = Look-ups without sign-in are limited. See in the log where they come from, and block them at the firewall if need be.
alarms-kind-burst = Many refusals at once
alarms-advice-burst = See in the log where they come from. If it is one account, speak to its owner.
alarms-kind-witnesses = Witnesses are missing
alarms-advice-witnesses = Look after the witnesses. After 15 minutes licences are not issued any more.
alarms-kind-stopped = Licences are not issued any more
alarms-advice-stopped = Bring the witnesses back; licences go on by themselves.
alarms-kind-rollback = The database is behind the record
alarms-advice-rollback = Stop the program and restore the newest backup, as the operators’ guide says.
alarms-kind-unsigned = The record is not signed
alarms-advice-unsigned = Set up the signer and the witnesses, as the operators’ guide says. Until then nothing can be proven.
alarms-kind-clock = The clock is not believed
alarms-advice-clock = Check the time of the server. Once it is right, run onewindow signer believe-clock.
alarms-kind-record = The record does not go on
alarms-advice-record = See the page “Public record” for the cause, and look after the signer and the disk.
alarms-kind-break_glass = Somebody uses emergency access
alarms-advice-break_glass = See “Emergency access” at the desk, and review it within 24 hours of its end.

# The message to whoever is on duty
alarms-told = Where: { $place }. { $advice } Say at the desk, under “Alarms”, that you have looked at it.
