# Begin
forms-apply-heading = 申请{ $name }
forms-apply-minutes = 填写大约需要 { $minutes } 分钟
forms-apply-kept = 可以分几次填，草稿保留到{ $date }
forms-apply-documents = 请准备好
forms-apply-perhaps = （看您的情况，可能需要）
forms-apply-no-documents = 不用准备材料。
forms-apply-held = 政府已有、不用您准备的材料
forms-apply-guide = 查看办事指南
forms-apply-drafts = 您有没填完的申请
forms-apply-draft = 继续填写 { $started } 开始的申请（保留到{ $until }）
forms-apply-given = 您在指南里已经回答
forms-apply-or-new = 也可以在下面另外申请一份。
forms-apply-begin = 开始申请
forms-apply-begin-new = 另外申请一份
forms-apply-prove = 去认证，回来接着办

# Situations
forms-situation-heading = 您的情况
forms-situation-why = 您的回答决定后面要填什么、交什么。
forms-situation-none = 这个事项不用选择情况。

# Topics
forms-topic-progress = 第 { $place } 步，共 { $of } 步
forms-topic-why = 为什么要填：{ $reason }
forms-topic-save = 保存并继续
forms-topic-returned = 请修改下面的内容。其他内容不用再填。
forms-source-account = 来自您的账号资料，可以修改
forms-source-firm = 来自企业登记信息，可以修改
forms-fixed = 这些内容已经提交，不能修改：
forms-not-answered = 没有填写
forms-back-to-list = 回到申请清单

# Throw away
forms-discard-heading = 要删除这份申请吗？
forms-discard-explained = 申请会先放到“最近删除”，在那里可以恢复；过了期限才清除。
forms-discard-do = 删除申请
forms-discard-keep = 不删除，返回

# What to do about an answer
forms-error-situation = 请选择一个答案
forms-error-unknown = 没有这个问题
forms-error-required = 请填写{ $label }
forms-error-choice = 请选择{ $label }
forms-error-text = { $label }里有不能使用的字符，请重新填写
forms-error-too-short = { $label }至少填 { $limit } 个字
forms-error-too-long = { $label }最多填 { $limit } 个字
forms-error-number = { $label }请填数字，例如 120
forms-error-too-small = { $label }不能小于 { $limit }
forms-error-too-large = { $label }不能大于 { $limit }
forms-error-money = { $label }请填金额，例如 1200.50
forms-error-date = { $label }请填真实的日期，例如 2026 年 3 月 2 日
forms-error-mobile = { $label }请填 11 位手机号，例如 19900000000
forms-error-phone = { $label }请填电话号码，例如 0598-98000000
forms-error-id-number-length = { $label }应当是 18 位，请对照证件再填一次
forms-error-id-number-character = { $label }只有数字，最后一位可以是 X
forms-error-id-number-region = { $label }的开头不对，请对照证件再填一次
forms-error-id-number-birth-date = { $label }里的出生日期不对，请对照证件再填一次
forms-error-id-number-check-digit = { $label }有一位填错了，请对照证件再填一次
forms-error-credit-code-length = { $label }应当是 18 位，请对照营业执照再填一次
forms-error-credit-code-character = { $label }里有不会出现的字符，请对照营业执照再填一次
forms-error-credit-code-region = { $label }的第 3 到 8 位应当是数字，请对照营业执照再填一次
forms-error-credit-code-check-digit = { $label }有一位填错了，请对照营业执照再填一次
forms-error-credit-code-organisation = { $label }有一位填错了，请对照营业执照再填一次

# Refusals
forms-refused-not-online = 这个事项要到大厅办理，不能在网上申请。
forms-identity-L1 = 办理这件事，要先核实您的联系方式。
forms-identity-L2 = 办理这件事，要先实名认证：核对您的姓名和身份证号。
forms-identity-L3 = 办理这件事，要先实人认证：用统一身份认证刷脸，或者带身份证到窗口核验一次。
forms-identity-L4 = 办理这件事，要用数字证书登录。
forms-refused-for-people = 这个事项由个人申请。请先切换为您本人，再来申请。
forms-refused-for-firms = 这个事项由单位申请。请先切换为您代表的单位，再来申请。
forms-refused-too-many-drafts = 您没填完的申请太多了。请先提交或者删除几份，再来申请。
forms-refused-exists = 这份申请已经开始了。
forms-refused-unknown = 没有这份申请。
forms-refused-fixed = 这份申请已经提交，不能修改。
forms-refused-not-returned = 这项内容没有要求您修改。

# 本平台保存的个人信息
forms-held = 申请和填写的内容

# What was deleted
forms-removed-title = 最近删除
forms-removed-lead = 删除的申请草稿可以在{ $days }天内恢复。过后内容会被清除。
forms-removed-none = 没有可以恢复的草稿。
forms-removed-at = 删除于{ $at }
forms-removed-until = { $at }之前可以恢复
forms-restore = 恢复
forms-refused-too-late = 删除得太久了，已经不能恢复。请重新申请。
