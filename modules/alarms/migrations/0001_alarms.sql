-- Alarms and who has looked at them. No personal data: places are parts of the installation.
CREATE TABLE alarms_alarm (
    alarm TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    officer TEXT,
    acknowledged_at BIGINT,
    outcome TEXT
);
CREATE INDEX alarms_alarm_list ON alarms_alarm (is_open, raised_at, alarm);
CREATE INDEX alarms_alarm_place ON alarms_alarm (is_open, kind, place);
