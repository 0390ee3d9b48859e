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
alarms-outcome-needed = 请选择处理结果：已排除、已转交处理或者误报
alarms-outcome-repaired = 已排除
alarms-outcome-passed_on = 已转交处理
alarms-outcome-false_alarm = 误报
alarms-refused-over = 已经有人处理了这条警报。
alarms-somebody = 已离职人员

# 每一种警报：发生了什么，该怎么办
alarms-kind-altered = 公开内容被改动
alarms-advice-altered = 相关网页已停止显示。请运行 onewindow verify 找出被改动的行，从备份恢复，并查明是谁改的。
alarms-kind-novelty = 疑似批量查询
alarms-advice-novelty = 未登录的查询已被限制。请在日志中查看来源，必要时在防火墙拦截。
alarms-kind-burst = 短时间内大量被拒
alarms-advice-burst = 请在日志中查看来源；如果集中在一个账号，请联系本人。
alarms-kind-witnesses = 见证方缺席
alarms-advice-witnesses = 请检查见证方。超过 15 分钟将停止制发证照。
alarms-kind-stopped = 已停止制发证照
alarms-advice-stopped = 请恢复见证方，之后证照会自动制发。
alarms-kind-rollback = 数据库落后于记录
alarms-advice-rollback = 请停止程序，按运维手册恢复最新备份。
alarms-kind-unsigned = 记录没有签名
alarms-advice-unsigned = 请按运维手册设置签名进程和见证方，否则任何事都无法证明。
alarms-kind-clock = 时钟异常
alarms-advice-clock = 请核对服务器时间。确认无误后运行 onewindow signer believe-clock。
alarms-kind-record = 公开记录中断
alarms-advice-record = 请在“公开记录”页查看原因，并检查签名进程和磁盘。
alarms-kind-break_glass = 有人正在使用紧急查看
alarms-advice-break_glass = 请到工作台的“紧急查看”了解情况，并在结束后 24 小时内核查。

# 发给值班人员的消息
alarms-told = 位置：{ $place }。{ $advice }请到工作台的“警报”登记处理情况。
