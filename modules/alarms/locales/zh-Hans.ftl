# 警报用语。

alarms-menu = 警报
alarms-title = 等待处理的警报
alarms-lead = 系统发现异常时会立即通知值班人员，并列在这里。处理后请选一个结果，系统会记下是谁、在什么时候处理的。
alarms-empty = 没有等待处理的警报。
alarms-place = 位置
alarms-at = 发生时间
alarms-history = 已处理的警报
alarms-history-empty = 还没有已处理的警报。
alarms-what = 警报
alarms-by = 处理人
alarms-looked-at = 处理时间
alarms-outcome = 结果
alarms-outcome-repaired = 已排除
alarms-outcome-passed_on = 已转交处理
alarms-outcome-false_alarm = 误报
alarms-refused-over = 已经有人处理了这条警报。
alarms-somebody = 已离职人员
