# 需要第二个人的操作用语。

approvals-menu = 双人审批
approvals-title = 双人审批
approvals-lead = 有些操作要由第二个人批准，提出的人不能自己批准。提出后 24 小时内没有人批准，就会过期。
approvals-waiting = 等您批准
approvals-waiting-empty = 没有等您批准的操作。同事提出您有权批准的操作后，会出现在这里。
approvals-own = 您提出的
approvals-own-empty = 您还没有提出过。您在其他页面提出的操作（例如修改日历）会出现在这里。
approvals-history = 已有结果的
approvals-history-empty = 还没有已有结果的操作。
approvals-what = 操作
approvals-by = 提出人
approvals-at = 提出时间
approvals-until = 最迟批准时间
approvals-until-or-due = 最迟批准或者执行时间
approvals-due = 执行时间
approvals-decider = 处理人
approvals-reason = 理由
approvals-state = 状态
approvals-somebody = 工作人员
approvals-state-waiting = 等待批准
approvals-state-approved = 已批准，等待执行
approvals-state-refused = 未获批准
approvals-state-withdrawn = 已撤回
approvals-state-expired = 已过期
approvals-state-executed = 已执行
approvals-state-overtaken = 情况已变化，没有执行

# 一项操作
approvals-effect = 将会发生什么
approvals-touched = 影响的数量
approvals-who = 谁在什么时候
approvals-erased = 其中的个人信息已经清除。
approvals-changed = 提出之后情况有了变化
approvals-changed-advice = 现在执行，结果会和当时看到的不同，所以不能批准。请重新提出。
approvals-decide = 您的决定
approvals-approve = 批准，按上面的内容执行
approvals-refuse = 不批准
approvals-refusal-reason = 不批准的理由
approvals-refusal-reason-hint = 提出的同事会看到。请不要写群众的姓名。
approvals-withdraw-title = 撤回
approvals-withdraw-waiting = 没有人批准之前，您可以撤回。
approvals-withdraw-approved = 已经批准，还没有到执行时间。在此之前可以撤回。
approvals-withdraw = 撤回

# 不能办理的原因
approvals-refused-exists = 已经提出过了。
approvals-refused-unknown = 没有这项操作。
approvals-refused-no-person = 只能由本人操作。
approvals-refused-own = 这是您自己提出的，要由另一个人决定。
approvals-refused-hand = 这项内容您经手过，要由没有经手的人决定。
approvals-refused-not-own = 只有提出的人或者批准的人可以撤回。
approvals-refused-over = 已经有结果了。请重新打开查看。
approvals-refused-expired = 已经超过 24 小时。请重新提出。
approvals-refused-changed = 您看到的不是这一项。请重新打开。
approvals-refused-no-reason = 请写明不批准的理由
approvals-refused-early = 时间还没有到。
approvals-refused-no-review = 请对每一处逐一写明可以公开的理由
approvals-review-missing = 请写明理由，不超过 500 字
approvals-reviews = 逐处审查
approvals-reviews-lead = 下面每一处都要看过原文。可以公开的，写明理由；不应公开的，不要同意。
approvals-reviewed = 审查
approvals-reviewed-text = { $what }：{ $why }

# 不能挽回的操作
approvals-grave-type = 请输入 { $name }，表示您同意执行
approvals-grave-mistyped = 请按上面写的内容输入 { $name }
approvals-grave-why = 您凭什么同意？
approvals-grave-why-checked = 已经逐条核对
approvals-grave-why-sampled = 已经抽查核对
approvals-grave-why-ordered = 依照上级或者法院的要求
