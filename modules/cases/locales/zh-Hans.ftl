# Words of cases: for the people who apply.

# Menu
cases-menu-track = 查进度
cases-menu-queue = 待办
cases-menu-counter = 窗口收件

# Statuses: the same words everywhere
cases-status-draft = 草稿
cases-status-submitted = 已提交，等受理
cases-status-returned = 请您补正
cases-status-accepted = 已受理
cases-status-in-review = 审核中
cases-status-consulting = 会签中
cases-status-paused = 时限暂停
cases-status-approved = 准予，制证中
cases-status-issued = 已办结
cases-status-refused = 不予许可
cases-status-not-accepted = 不予受理
cases-status-withdrawn = 已撤回

# What is asked of every page
cases-service = 事项
cases-applicant = 申请人
cases-authority = 办理部门
cases-reference = 查询号
cases-number = 办件编号
cases-code = 查询码
cases-phone-consult = 咨询电话
cases-list-comma = 、
cases-situation = 您的情况
cases-not-answered = 没有填写
cases-money = { $amount } 元
cases-source-person = 来自您的账号资料
cases-source-firm = 来自企业登记信息
cases-materials = 材料
cases-documents = 文书

# How a document is handed in
cases-how-files = 已上传 { $count } 个文件
cases-how-licence = 用已有证照，编号 { $number }
cases-how-paper = 已在窗口出示或者交来
cases-how-later = 您说会带到大厅
cases-how-generated = 由您填写的内容生成，不用准备
cases-how-looked-up = 由我们向有关部门核查，不用准备
cases-how-missing = 还没有
cases-how-may-follow = 可以先不交，受理以后补
cases-how-optional = 没有提供（可以不交）

# What is left to do
cases-hub-title = 您的申请
cases-hub-kept = 草稿保留到
cases-hub-progress = 进度
cases-hub-done = 已完成 { $done } 项，共 { $all } 项
cases-hub-fill = 填写
cases-hub-documents = 材料
cases-hub-documents-task = 上传或者选择材料
cases-hub-documents-hint = 已有的证照会自动带出。
cases-hub-send = 提交
cases-hub-continue = 继续填写
cases-hub-saved = 每一步都已保存。您可以离开，以后在任何设备上登录继续。
cases-hub-discard = 删除这份申请
cases-task-done = 已完成
cases-task-todo = 待填写
cases-task-known = 已预先填好，请看一看
cases-task-left = 还有 { $count } 处要填或者要改
cases-task-missing = 缺 { $count } 份
cases-task-ready = 可以提交
cases-task-later = 先完成上面几项

# Check and send
cases-check-title = 核对并提交
cases-check-declaration-heading = 声明
cases-check-declaration = 提交即表示：以上内容和材料真实有效，我愿意承担法律责任；我同意办理部门为办理这件事核查和使用这些信息。
cases-check-then = 提交以后内容不能改，需要改时办理部门会退回给您。
cases-check-submit = 提交申请
cases-check-back = 先不提交，回到清单
cases-check-topic-left = “{ $topic }”还没有填完，请补充
cases-check-material-left = 还没有交“{ $material }”，请上传或者选择其他方式

# Receipt
cases-submitted-title = 申请已提交
cases-submitted-keep = 请记下查询号和查询码，不登录也能查进度。
cases-submitted-on = 提交日期
cases-submitted-desk = 现在由谁办理
cases-submitted-answer-by = 最迟答复日期
cases-submitted-next = 接下来
cases-submitted-next-1 = { $unit }最迟在{ $date }告诉您是否受理；过了这天没有答复，就视为受理。
cases-submitted-next-2 = 如果要补正，会一次列出全部内容。
cases-submitted-next-3 = 受理以后，{ $days } 个工作日内作出决定。
cases-submitted-next-3-calendar = 受理以后，{ $days } 天内作出决定。
cases-submitted-next-3-today = 受理以后，当天作出决定。
cases-submitted-pdf = 下载收件凭证（PDF）
cases-submitted-track = 查看办理进度

# Finding a case
cases-find-title = 查询办理进度
cases-find-lead = 用收件凭证上的查询号和查询码，不用登录。
cases-find-reference = 查询号
cases-find-reference-hint = 例如 RC-7K4M-92XP，大小写都可以。也可以填 45 位办件编号。
cases-find-code = 查询码
cases-find-code-hint = 收件凭证上的 6 位数字
cases-find-reference-needed = 请填写查询号
cases-find-code-needed = 请填写查询码
cases-find-submit = 查询
cases-find-unknown = 没有查到
cases-find-unknown-1 = 请对照收件凭证，再看一遍查询号和查询码。
cases-find-unknown-2 = 查询码不是登录密码，也不是短信验证码。
cases-find-unknown-3 = 还没有提交的草稿查不到，请登录后继续填写。
cases-find-sign-in = 登录查看我的全部办件

# Progress
cases-track-title = 办理进度
cases-track-returned = 请您补正
cases-track-returned-text = 只要改退回的内容，其他不用再填。补正期间不计时。
cases-track-returned-sign-in = 请用提交申请的账号登录以后补正，也可以到大厅办理。
cases-track-correct = 去补正
cases-track-messages = 消息
cases-track-about = 这件申请
cases-told-corrected = 补正已提交。
cases-told-withdrawn = 申请已撤回。
cases-told-discarded = 申请草稿已删除。要恢复，请到“最近删除”。
cases-desk = 现在由{ $unit }办理
cases-desk-you = 现在等您补正
cases-steps = 办理步骤
cases-step-deemed = 期限内没有答复，依法视为受理
cases-step-returned = 已退回，等您补正
cases-step-member = { $name }（{ $unit }）
cases-step-spoken = { $who }：已给出意见
cases-step-waits = { $who }：最迟{ $due }
cases-step-waits-silent = { $who }：最迟{ $due }，到期没有意见视为同意

# The date and why
cases-due-notice = 最迟到这天答复是否受理
cases-due-decision = 最迟到这天作出决定
cases-due-paused = 时限暂停中，如果明天恢复，最迟到这天作出决定
cases-due-delivery = 最迟到这天送达结果
cases-due-statutory = 这是承诺的日期。法律规定的期限到{ $date }。
cases-due-late = 已经超过
cases-due-provisional = 其中有的年份还没有公布放假安排，日期可能变动。
cases-due-why = 这个日期是怎么算的
cases-due-rule-working = 从{ $start }起算，{ $days } 个工作日，当天不算。
cases-due-rule-calendar = 从{ $start }起算，{ $days } 天，当天不算。
cases-due-version = 按第 { $version } 版工作日历计算
cases-day-date = 日期
cases-day-weekday = 星期
cases-day-reason = 怎么算
cases-day-counted = 第 { $number } 天
cases-day-make-up = 第 { $number } 天（调休上班）
cases-day-weekend = 不算：周末
cases-day-holiday = 不算：{ $name }
cases-day-suspended = 暂停：{ $name }
cases-day-moved = 顺延到这天
cases-weekday-1 = 周一
cases-weekday-2 = 周二
cases-weekday-3 = 周三
cases-weekday-4 = 周四
cases-weekday-5 = 周五
cases-weekday-6 = 周六
cases-weekday-7 = 周日
cases-pauses = 暂停计时
cases-pause-open = 从{ $from }起暂停，预计到{ $to }
cases-pause-over = 从{ $from }起暂停，{ $to }恢复

# The names of the letters
cases-doc-receipt = 收件凭证
cases-doc-correction = 补正材料一次性告知书
cases-doc-corrected = 补正材料收件凭证
cases-doc-acceptance = 受理通知书
cases-doc-non-acceptance = 不予受理决定书
cases-doc-suspension = 特别程序告知书
cases-doc-grant = 准予许可决定书
cases-doc-refusal = 不予许可决定书
cases-doc-conclusion = 办结通知书
cases-doc-withdrawal = 撤回申请确认书

# Result
cases-result = 办理结果
cases-result-download = 下载结果（PDF）
cases-result-rate = 评价这次办事
cases-result-verify = 核验这份证照
cases-result-valid-to = 有效期到{ $date }
cases-result-no-end = 长期有效
cases-validity-valid = 有效
cases-validity-expired = 已过期
cases-validity-suspended = 已暂扣
cases-validity-revoked = 已撤销
cases-validity-cancelled = 已注销

# Refusal and what can be done
cases-refused-title = 不予许可
cases-not-accepted-title = 不予受理
cases-not-accepted-basis = 行政许可法第三十二条
cases-refused-on = 决定日期
cases-refused-reason = 理由
cases-refused-explained = 说明
cases-refused-competent = 可以向哪里申请
cases-remedies = 不服可以怎么办
cases-remedies-lead = 下面两种办法可以选一种，期限从您知道这个决定之日起算。
cases-remedy-review = { $days } 日内，向{ $body }申请行政复议。
cases-remedy-court = { $months } 个月内，向{ $court }提起行政诉讼。
cases-remedy-ask = 先问一问：
cases-remedy-complain = 投诉：

# Corrections
cases-corrections-title = 补正申请
cases-corrections-lead = { $unit }退回了下面几项，其他内容不用再填。
cases-corrections-left = 还有 { $count } 项没有改。全部改好以后再提交。
cases-corrections-ready = 全部改好了，可以提交。
cases-corrections-send = 提交补正
cases-corrections-back = 回到办理进度
cases-item-done = 已改好
cases-item-todo = 待改
cases-item-error = { $item }：{ $what }

# Withdrawal
cases-withdraw-link = 撤回申请
cases-withdraw-title = 要撤回申请吗？
cases-withdraw-1 = 撤回以后，办理部门不再办理，也不作出决定。
cases-withdraw-2 = 撤回不能取消，以后需要可以重新申请。
cases-withdraw-reason = 为什么撤回
cases-withdraw-do = 撤回申请
cases-withdraw-keep = 不撤回，返回
cases-withdraw-too-late = 已经作出决定，不能再撤回。请看办理进度。

# Own space
cases-my-needs-you = 等您处理
cases-my-waiting = 正在办理
cases-my-done = 已经办完
cases-my-empty = 这里还没有内容。您开始填写或者提交的申请会显示在这里，可以接着填、查进度。
cases-my-no-more = 没有更早的办件。
cases-my-begin = 去办事
cases-my-more = 更多
cases-my-all = 全部办件
cases-my-submitted = { $date }提交
cases-my-due = 最迟{ $date }办结
cases-my-draft = 草稿，保留到{ $date }
cases-my-draft-saved = 上次保存：{ $at }
cases-my-draft-discard = 删除
cases-my-messages-unread = 消息（{ $count } 条未读）
cases-messages-title = 消息
cases-messages-empty = 还没有消息。办件有进展时会在这里告诉您。
cases-messages-unread = { $count } 条未读
cases-messages-new = 未读
cases-messages-mark-all = 全部标为已读

# What the rules refuse, and what to do
cases-refusal-incomplete = 还没有完成，请补充
cases-refusal-exists = 这份申请已经提交过，请看办理进度
cases-identity-L1 = 办理这件事，要先核实您的联系方式。
cases-identity-L2 = 办理这件事，要先实名认证：核对您的姓名和身份证号。
cases-identity-L3 = 办理这件事，要先实人认证：用统一身份认证刷脸，或者带身份证到窗口核验一次。
cases-identity-L4 = 办理这件事，要用数字证书登录。
cases-refusal-unknown = 没有这件申请，请核对查询号
cases-refusal-wrong-stage = 这件申请的状态已经变化，不能这样处理。请打开最新进度再看。
cases-refusal-nothing-to-correct = 请写明要补正哪些内容
cases-refusal-second-correction = 已经要求过一次补正，再次要求请写明理由
cases-refusal-not-asked = 这个事项不要求这项内容，请从清单里选择
cases-refusal-still-missing = 还没有改好，请先修改
cases-refusal-no-reason = 请选择并写明理由
cases-refusal-no-opinion = 请写明意见
cases-refusal-not-your-task = 这一步由别人办理，请从待办中选择
cases-refusal-same-person = 您办理过这件申请，依规定要由别人决定
cases-refusal-review-against = 审查意见不同意，不能准予。请看各部门意见。
cases-refusal-no-such-procedure = 这个事项没有这种特别程序，请从清单里选择
cases-refusal-too-long = 最多 { $days } 个工作日，请减少天数
cases-refusal-text-too-long = 文字太长，请缩短到 2000 字以内。
cases-refusal-not-yet = 期限还没有到，现在不能这样处理

# Letters: the frame
cases-letter-seal = 行政审批专用章
cases-letter-verify = 扫描二维码可以核对本文书，也可以查询办理进度。
cases-letter-law = 《{ $law }》{ $article }
cases-letter-limit-working = { $days } 个工作日
cases-letter-limit-calendar = { $days } 个自然日
cases-letter-contact = 有疑问请拨打 { $phone }。
cases-letter-and = 、

# Letters: the lines of the table
cases-letter-service = 办理事项
cases-letter-reference = 查询号
cases-letter-number = 办件编号
cases-letter-query-code = 查询码
cases-letter-received-on = 收到日期
cases-letter-channel = 提交方式
cases-letter-channel-online = 网上
cases-letter-channel-counter = 大厅窗口
cases-letter-channel-post = 邮寄
cases-letter-channel-kiosk = 自助终端
cases-letter-channel-assisted = 上门或代办
cases-letter-answer-by = 答复期限
cases-letter-accepted-on = 受理日期
cases-letter-statutory = 法定办结期限
cases-letter-promised = 承诺办结期限
cases-letter-due = { $due }（{ $limit }）
cases-letter-basis = 依据
cases-letter-reason = 理由
cases-letter-explanation = 说明
cases-letter-why = 原因
cases-letter-second-reason = 再次要求补正的原因
cases-letter-competent = 有权受理的机关
cases-letter-procedure = 特别程序
cases-letter-from = 暂停起始日期
cases-letter-expected = 预计结束日期
cases-letter-result = 办理结果
cases-letter-result-number = 结果编号
cases-letter-identifier = 电子证照标识
cases-letter-delivery = 送达期限
cases-letter-remark = 审批意见

# Letters: receipt
cases-letter-receipt-title = 申请材料收件凭证
cases-letter-receipt = 您提交的“{ $service }”申请材料已经收到。
cases-letter-receipt-only = 本凭证只证明收到材料，不表示已经受理。
cases-letter-corrected-title = 补正材料收件凭证
cases-letter-corrected = 您为“{ $service }”申请提交的补正内容已经收到。
cases-letter-received = 已收到的材料
cases-letter-received-as = 提供方式
cases-letter-how-file = 上传的文件
cases-letter-how-licence = 电子证照，编号 { $number }
cases-letter-how-paper = 窗口核验的纸质材料
cases-letter-how-later = 尚未提供，您承诺补交
cases-letter-how-form = 由填写的内容生成，无需提交
cases-letter-how-register = 由部门共享数据核对，无需提交
cases-letter-answer-days = 答复期限怎样计算
cases-letter-answer = 我们将在 { $by }以前告知您是否受理、是否需要补正。{ $days } 个工作日内没有告知的，自收到申请材料之日起即为受理（《中华人民共和国行政许可法》第三十二条）。

# Letters: correction
cases-letter-correction-title = 补正材料一次性告知书
cases-letter-correction = 您提交的“{ $service }”申请需要补正。依照《中华人民共和国行政许可法》第三十二条，现将全部需要补正的内容一次性告知如下。
cases-letter-correction-items = 需要补正的内容
cases-letter-answer-to = 填写内容：{ $question }
cases-letter-correction-only = 其他内容无需重新提交。
cases-letter-correction-how = 您可以打开 { $address } 在网上补正，也可以到任何一个政务服务大厅的窗口补正。
cases-letter-correction-then = 收到全部补正内容后，我们在 { $days } 个工作日内告知您是否受理。

# Letters: acceptance
cases-letter-acceptance-title = 受理通知书
cases-letter-accepted = 您提交的“{ $service }”申请材料齐全，符合法定形式，本机关决定受理。
cases-letter-deemed = 您提交的“{ $service }”申请，本机关没有在法定期限内告知需要补正的内容。依照《中华人民共和国行政许可法》第三十二条，自收到申请材料之日起即为受理。
cases-letter-to-follow = 受理后可以补交的材料
cases-letter-promised-days = 承诺办结期限怎样计算
cases-letter-not-counted = 依法需要听证、检验、检测、鉴定、专家评审或者现场核查的，所需时间不计入办理期限，我们会另行书面告知（《中华人民共和国行政许可法》第四十五条）。
cases-letter-not-accepted-title = 不予受理决定书
cases-letter-not-accepted = 您提交的“{ $service }”申请，本机关决定不予受理。
cases-letter-not-required = 依法不需要办理这项许可
cases-letter-not-competent = 不属于本机关职权范围
cases-letter-article-32 = 《中华人民共和国行政许可法》第三十二条

# Letters: special procedure, decision, end
cases-letter-suspension-title = 特别程序告知书
cases-letter-suspension = 您的“{ $service }”申请需要进行{ $procedure }，办理期限暂停计算。
cases-letter-suspension-then = 特别程序所需时间不计入办理期限。程序结束后，期限继续计算，您可以随时查询新的日期。
cases-letter-granted-licence-title = 准予行政许可决定书
cases-letter-granted-title = 准予办理决定书
cases-letter-granted = 您提交的“{ $service }”申请，本机关于 { $accepted }受理。经审查，申请符合法定条件和标准，本机关决定准予。
cases-letter-granted-then = 办理结果将在送达期限内交付，也可以在网上下载。
cases-letter-refused-licence-title = 不予行政许可决定书
cases-letter-refused-title = 不予办理决定书
cases-letter-refused = 您提交的“{ $service }”申请，本机关于 { $accepted }受理。经审查，申请不符合法定条件和标准，本机关决定不予准许。
cases-letter-remedies = 救济途径
cases-letter-reconsideration = 如果不服本决定，您可以自收到本决定书之日起 { $term } 日内，向{ $body }（地址：{ $address }）申请行政复议。
cases-letter-litigation = 您也可以自收到本决定书之日起 { $term } 个月内，向{ $body }（地址：{ $address }）提起行政诉讼。
cases-letter-concluded-title = 办结通知书
cases-letter-concluded = 您的“{ $service }”申请已经办结。
cases-letter-concluded-then = 您可以打开 { $address } 下载结果，也可以凭身份证件到窗口领取。
cases-letter-withdrawn-title = 撤回申请确认书
cases-letter-withdrawn = 我们已经收到您撤回“{ $service }”申请的请求，办理到此终止。
cases-letter-withdrawn-then = 撤回后，您可以随时重新申请。

# Letters: how a date was counted
cases-letter-days = 日期
cases-letter-meaning = 怎样计算
cases-letter-span = { $from }至{ $to }
cases-letter-counted = 从 { $start }的次日起算，期限 { $limit }，到 { $due }届满。
cases-letter-provisional = 其中有的年份尚未公布放假安排，日期可能调整。
cases-letter-counted-working = 第 { $day } 个工作日
cases-letter-counted-working-span = 第 { $first } 至 { $last } 个工作日
cases-letter-counted-calendar = 第 { $day } 日
cases-letter-counted-calendar-span = 第 { $first } 至 { $last } 日
cases-letter-weekend = 周末，不计入
cases-letter-holiday = { $name }放假，不计入
cases-letter-suspended = 时限暂停，不计入
cases-letter-moved = 届满日逢休息日，顺延到这一天

# The queue
cases-staff-colon = ：
cases-staff-queue-title = 我的待办
cases-staff-count-late = 已超期
cases-staff-count-today = 今天到期
cases-staff-count-all = 全部待办
cases-staff-view-office = 本单位的办件
cases-staff-updated = 数据更新于 { $at }
cases-staff-reference = 申请编号
cases-staff-reference-hint = 例如 RC-7K4M-92XP，不分大小写
cases-staff-reference-unknown = 没有这个编号的办件，请核对后再输入。
cases-staff-open = 打开
cases-staff-service = 事项
cases-staff-step = 环节
cases-staff-applicant = 申请人
cases-staff-left = 剩余时间
cases-staff-due = 到期日
cases-staff-received = 收到日期
cases-staff-status = 状态
cases-staff-promised = 承诺办结日
cases-staff-none = 无
cases-staff-queue-empty = 没有等您办理的办件。
cases-staff-next-due = 下一件的到期日是 { $day }。
cases-staff-office-empty = 本单位还没有办件。
cases-staff-take-next = 办理最急的一件
cases-staff-late-by = 已超期 { $days } 个工作日
cases-staff-due-today = 今天到期
cases-staff-days-left = 剩 { $days } 个工作日

# After something was done
cases-staff-done-accepted = { $reference } 已受理。
cases-staff-done-not-accepted = { $reference } 已决定不予受理。
cases-staff-done-returned = { $reference } 的补正告知书已发出。
cases-staff-done-reviewed = { $reference } 的意见已提交。
cases-staff-done-granted = { $reference } 已准予。通知送出之前，可以在办件页撤回。
cases-staff-done-refused = { $reference } 已决定不予准许。通知送出之前，可以在办件页撤回。
cases-staff-done-suspended = { $reference } 的时限已暂停。
cases-staff-done-resumed = { $reference } 的时限已恢复计算。
cases-staff-done-judged = { $reference } 的材料核对结果已保存。
cases-staff-done-delivered = { $reference } 的结果已交给申请人。

# Reading outside one's own task
cases-staff-applicant-title = 申请人信息
cases-staff-applicant-lead = 号码已经遮盖。办理需要时，请写明理由，再看完整的信息。谁在什么时候看了什么、为什么看，申请人都能看到。
cases-staff-applicant-name = 姓名
cases-staff-applicant-number = 证件号码
cases-staff-applicant-address = 住址
cases-staff-unmask = 记录理由并显示完整信息
cases-staff-unmask-hint = 例如：与外单位核对身份、电话通知补正
cases-staff-unmask-needed = 请写明为什么要看完整的信息，不超过 500 字
cases-staff-unmasked-lead = 以下是完整的信息，只显示这一次。这次查看已经记录。
cases-staff-why-title = 查看 { $reference } 的理由
cases-staff-why-lead = 这件申请不在您的待办里。查看会留下记录，申请人可以看到。
cases-staff-why = 查看理由
cases-staff-why-hint = 例如：核实投诉、检查超期原因
cases-staff-why-needed = 请写明查看理由
cases-staff-why-open = 记录理由并打开
cases-staff-back = 返回

# The case
cases-staff-case-title = 办理：{ $service }
cases-staff-agent = 经办人：{ $name }
cases-staff-facts = 填写的内容
cases-staff-facts-none = 这项业务没有需要填写的内容。
cases-staff-situation = 办理情形
cases-staff-no-answer = 未填写
cases-staff-materials = 材料
cases-staff-materials-none = 这项业务不需要材料。
cases-staff-need-required = 必要材料
cases-staff-need-tolerable = 可以容缺后补
cases-staff-need-optional = 非必要材料
cases-staff-material-there = 已提供
cases-staff-material-later = 承诺补交
cases-staff-material-missing = 缺少
cases-staff-material-not-there = 未提供
cases-staff-material-form = 由填写内容生成
cases-staff-material-register = 由共享数据核对
cases-staff-piece-file = 文件 { $what }（{ $trust }）
cases-staff-piece-licence = 电子证照 { $what }（{ $trust }）
cases-staff-piece-paper = 纸质材料（{ $trust }）
cases-staff-piece-later = 申请人承诺补交
cases-staff-trust-a = 签发机关提供
cases-staff-trust-b = 已核对原件
cases-staff-trust-c = 原件待核对
cases-staff-trust-d = 申请人自行提供
cases-staff-checks = 审查要点
cases-staff-verdict = 核对结果
cases-staff-verdict-good = 符合要求
cases-staff-verdict-wrong = 不符合要求
cases-staff-verdict-why = 哪里不符合
cases-staff-verdict-reason = 请写明哪里不符合
cases-staff-verdict-save = 保存核对结果
cases-staff-opinions = 审查意见
cases-staff-opinion-for = 同意
cases-staff-opinion-against = 不同意
cases-staff-opinion-silent = 逾期未答复，视为同意
cases-staff-clocks = 时限
cases-staff-clock = { $name }：{ $due }
cases-staff-clock-notice = 答复受理期限
cases-staff-clock-promised = 承诺办结期限
cases-staff-clock-statutory = 法定办结期限
cases-staff-clock-delivery = 送达期限
cases-staff-clock-from = 从 { $start }的次日起算，期限 { $limit }。
cases-staff-clock-provisional = 有的年份尚未公布放假安排，日期可能调整。
cases-staff-history = 办理记录
cases-staff-letter = 查看文书
cases-staff-items = 需要补正 { $count } 项
cases-staff-by-law = 系统依法自动处理
cases-staff-somebody = 工作人员
cases-staff-officer = { $name }（{ $office }）
cases-staff-event-submitted = 提交申请
cases-staff-event-returned = 要求补正
cases-staff-event-corrected = 提交补正
cases-staff-event-accepted = 受理
cases-staff-event-deemed = 逾期未答复，视为受理
cases-staff-event-not-accepted = 不予受理
cases-staff-event-reviewed = 提交审查意见
cases-staff-event-silent = 逾期未答复，视为同意
cases-staff-event-suspended = 时限暂停
cases-staff-event-resumed = 时限恢复
cases-staff-event-decided = 决定准予
cases-staff-event-refused = 决定不予准许
cases-staff-event-issued = 制证办结
cases-staff-event-delivered = 结果送达
cases-staff-event-withdrawn = 申请人撤回
cases-staff-event-recomputed = 期限重新计算

# The decision
cases-staff-decision = 办理意见
cases-staff-nothing-to-do = 现在不需要您办理
cases-staff-waits = 等待{ $unit }（{ $role }）办理“{ $step }”，到期日 { $due }。
cases-staff-waits-none = 这件申请现在不等任何单位办理。
cases-staff-role-clerk = 窗口
cases-staff-role-examiner = 审查人员
cases-staff-role-approver = 决定人员
cases-staff-same-person = 您办理过这件申请的前面环节，依规定应当由另一位工作人员作出决定。
cases-staff-outcome = 您的意见
cases-staff-outcome-needed = 请选择一项意见
cases-staff-outcome-accept = 受理
cases-staff-outcome-return = 一次性告知补正
cases-staff-outcome-not-accept = 不予受理
cases-staff-outcome-for = 同意
cases-staff-outcome-against = 不同意
cases-staff-outcome-grant = 准予
cases-staff-outcome-refuse = 不予准许
cases-staff-code = 理由
cases-staff-code-needed = 请选择一项理由
cases-staff-with-basis = { $text }（{ $basis }）
cases-staff-competent = 有权受理的机关
cases-staff-competent-needed = 请写明申请人应当找哪个机关
cases-staff-explanation = 说明
cases-staff-text-needed = 请写明具体情况
cases-staff-opinion-text = 审查意见
cases-staff-opinion-needed = 请写明审查意见
cases-staff-decision-text = 说明
cases-staff-decision-text-hint = 会写进决定书。不予准许时必须填写。
cases-staff-continue-accept = 提交意见
cases-staff-send-opinion = 提交审查意见
cases-staff-continue-decide = 预览决定书
cases-staff-suspend-heading = 进行特别程序，暂停时限
cases-staff-suspend = 暂停时限并告知申请人
cases-staff-procedure = 特别程序
cases-staff-procedure-days = { $name }（最长 { $days } 个工作日）
cases-staff-procedure-needed = 请选择特别程序
cases-staff-reason = 原因
cases-staff-reason-needed = 请写明为什么需要这个程序
cases-staff-days = 预计需要几个工作日
cases-staff-days-needed = 请填写天数，例如 5
cases-staff-resume-heading = 特别程序结束了吗？
cases-staff-result = 特别程序的结果
cases-staff-result-needed = 请写明特别程序的结果
cases-staff-resume = 恢复计算时限

# Previews
cases-staff-preview-lead = 下面是申请人将收到的文书。核对无误后再发出。
cases-staff-preview-edit = 返回修改
cases-staff-preview-not-accept = 不予受理决定书预览
cases-staff-preview-grant = 准予决定书预览
cases-staff-preview-refuse = 不予准许决定书预览
cases-staff-preview-return = 补正告知书预览
cases-staff-confirm-not-accept = 确认不予受理并发出
cases-staff-confirm-grant = 确认准予并发出
cases-staff-confirm-refuse = 确认不予准许并发出
cases-staff-confirm-return = 发出补正告知书

# Correction
cases-staff-correction-title = 一次性告知补正内容
cases-staff-correction-lead = 请一次勾选全部需要补正的内容，并逐项写明原因。没有勾选的内容，申请人不能修改。
cases-staff-item-reason = 需要补正的原因
cases-staff-item-reason-needed = 请写明需要补正的原因
cases-staff-nothing-ticked = 请至少勾选一项
cases-staff-second = 再次要求补正的原因
cases-staff-second-hint = 已经告知过一次。再次要求补正，监察人员会看到原因。
cases-staff-second-needed = 请写明为什么再次要求补正
cases-staff-correction-preview = 预览补正告知书

# The counter
cases-staff-counter-title = 窗口
cases-staff-counter-calm = 没有人等候时，可以先核对今天的出件。
cases-staff-lookup = 查办件
cases-staff-start = 开始收件
cases-staff-start-title = 收件：谁来办什么事
cases-staff-start-lead = 请扫描或者输入身份证件，再输入事项。
cases-staff-start-go = 开始填写
cases-staff-id-number = 身份证号
cases-staff-name = 姓名
cases-staff-mobile = 手机号
cases-staff-mobile-hint = 第一次来办事的人需要填写
cases-staff-credit-code = 单位的统一社会信用代码
cases-staff-credit-code-hint = 替单位办事时填写
cases-staff-mandate = 授权
cases-staff-mandate-seen = 已核验授权委托书
cases-staff-mandate-needed = 这个人不是单位登记的经办人，请核验授权委托书
cases-staff-card = 身份证件
cases-staff-card-seen = 已核验本人身份证，人证一致
cases-staff-card-needed = 这件事要核验本人身份证。请核对以后勾选
cases-staff-name-differs = 姓名与登记的不一致，请核对证件
cases-staff-firm-unknown = 没有登记这个单位，请核对代码
cases-staff-only-firms = 这个事项由单位申请，请填写统一社会信用代码
cases-staff-only-people = 这个事项由个人申请，请不要填写单位
cases-staff-service-hint = 可以输入事项编码、名称或者通俗说法
cases-staff-service-unknown = 没有找到窗口可以办理的事项，请换一种说法
cases-staff-service-choose = 找到几个事项，请选择一个
cases-staff-service-code = { $name }（{ $code }）
cases-staff-intake-title = 补齐缺少的内容
cases-staff-nothing-missing = 填写的内容已经齐全。
cases-staff-known = 已有的内容，可以修改
cases-staff-or = ”或者“
cases-staff-when = 选“{ $answers }”的，也要：
cases-staff-seen = 已核验原件
cases-staff-intake-save = 保存并核对
cases-staff-material-needed = 还缺材料：{ $name }
cases-staff-check-title = 请申请人核对
cases-staff-check-lead = 请申请人看一遍下面的内容，确认真实无误。
cases-staff-change = 返回修改
cases-staff-submit = 提交并打印凭证
cases-staff-print-title = 收件完成
cases-staff-query-code = 查询码
cases-staff-answer-by = { $day }以前告知是否受理
cases-staff-print-pdf = 打印凭证（PDF）
cases-staff-next-person = 接待下一位
cases-staff-pickup-title = 出件
cases-staff-pickup-find = 查结果
cases-staff-result-number = 结果编号
cases-staff-identity = 身份核验
cases-staff-identity-seen = 已核对证件，与申请人一致
cases-staff-identity-needed = 请先核对证件
cases-staff-wrong-person = 证件与申请人不一致的，不能交付。
cases-staff-hand-over = 确认已交付
cases-staff-delivered-at = 已于 { $at } 交付。
cases-staff-not-ready = 结果还没有出来，不能交付。

# What is wrong with an answer
cases-staff-wrong-required = 请填写这一项
cases-staff-wrong-too-short = 至少写 { $limit } 个字
cases-staff-wrong-too-long = 最多写 { $limit } 个字
cases-staff-wrong-number = 请填写数字
cases-staff-wrong-too-small = 不能小于 { $limit }
cases-staff-wrong-too-large = 不能大于 { $limit }
cases-staff-wrong-date = 请填写日期，例如 2026 年 3 月 2 日
cases-staff-wrong-choice = 请选择一项
cases-staff-wrong-mobile = 请填写 11 位手机号
cases-staff-wrong-phone = 请填写电话号码
cases-staff-wrong-money = 请填写金额，例如 100.50
cases-staff-wrong-text = 里面有不能使用的字符，请重新填写
cases-staff-wrong-id-number = 身份证号不对，请核对每一位
cases-staff-wrong-credit-code = 统一社会信用代码不对，请核对每一位
cases-staff-wrong-name = 请填写姓名

cases-menu-stuck = 无人可办
cases-staff-stuck-title = 无人可办的任务
cases-staff-stuck-lead = 这些任务该办的岗位上没有人，或者所有人都要回避，请指派其他人员。这里从最急的 200 项任务里查找。
cases-staff-stuck-empty = 目前没有这样的任务。
cases-staff-stuck-office = 部门
cases-staff-stuck-role = 岗位

cases-menu-elevations = 紧急查看
cases-staff-elevation-title = 紧急查看
cases-staff-elevation-lead = 遇到紧急情况，可以临时查看本来无权查看的办件，最长一小时，到时自动结束。监察人员马上会收到提醒，您看过的每一件都会记录，事后由他人核查；没有核查完，不能再次使用。
cases-staff-elevation-running = 紧急查看正在进行，到 { $until } 自动结束。
cases-staff-elevation-begin = 开始紧急查看
cases-staff-elevation-end = 现在结束
cases-staff-elevation-reason = 理由
cases-staff-elevation-reason-hint = 写清发生了什么、需要看什么
cases-staff-elevation-reason-needed = 请写明理由，至少 8 个字
cases-staff-elevation-refused-unreviewed = 上一次紧急查看还没有核查，不能再次使用。请联系监察人员。
cases-staff-elevation-refused-none = 没有等待核查的紧急查看。
cases-staff-elevation-refused-running = 紧急查看还在进行，结束后才能核查。
cases-staff-elevation-refused-same-person = 不能核查自己的紧急查看。
cases-staff-elevations-title = 等待核查的紧急查看
cases-staff-elevations-lead = 请在结束后 24 小时内核查：理由是否成立，看过的办件是否与理由相符。
cases-staff-elevations-empty = 没有等待核查的紧急查看。
cases-staff-elevation-officer = 工作人员
cases-staff-elevation-from = 开始
cases-staff-elevation-until = 结束
cases-staff-elevation-runs = 进行中
cases-staff-elevation-waits = 等待核查
cases-staff-elevation-late = 核查超时
cases-staff-elevation-review-title = 核查紧急查看
cases-staff-elevation-reads = 看过的办件
cases-staff-elevation-no-reads = 没有查看任何办件。
cases-staff-elevation-still-running = 还在进行，结束后再核查。
cases-staff-elevation-outcome = 核查结论
cases-staff-elevation-in-order = 理由成立，查看适当
cases-staff-elevation-not-in-order = 有问题，需要处理
cases-staff-elevation-remark = 核查说明
cases-staff-elevation-outcome-needed = 请选择核查结论
cases-staff-elevation-remark-needed = 请填写核查说明
cases-staff-elevation-save = 保存核查结果
# 本平台保存的个人信息
cases-held = 办件和办理过程

# 还没有送出的决定
cases-staff-held-heading = 决定还没有送出
cases-staff-held = 决定已经作出，将在 { $at } 送出。在此之前不会告知申请人，也不会制证。
cases-staff-undo = 撤回这个决定
cases-staff-held-other = 只有作出决定的人可以撤回。
cases-staff-event-decision-undone = 决定已撤回
cases-staff-event-decision-sent = 决定已送出
cases-staff-done-undone = { $reference }：决定已撤回，办件重新等待决定。
cases-refusal-decision-gone = 决定已经送出，不能再撤回。
# 公开记录。

cases-submitted-proof = 下载公开记录证明
cases-proof-link = 公开记录证明
cases-proof-how = 怎样自己核验证明
cases-proof-again = 再试一次
cases-proof-pending = 证明正在生成
cases-proof-pending-text = 这一步正在写入公开记录，通常几秒钟就好。见证方暂时缺席时会久一些；您的办件不受影响，期限照常计算。
cases-proof-missing = 公开记录里找不到这一步
cases-proof-missing-text = 公开记录里没有这一步，或者内容与记录不一致。这是我们的过错，请保存回执并拨打12345反映。
cases-proof-unkept = 没有证明可以下载
cases-proof-unkept-text = 本系统没有设置公开记录，因此不出具证明。
# Helpers
cases-helper = 代办人
cases-helped-by = 由{ $name }代办
cases-submitted-no-code = 查询码只给申请人本人。您登录以后可以随时查看进度。
cases-my-mandates = 谁可以替我办事
cases-my-firms = 我的企业
cases-my-act-for = 换一个身份办事
cases-my-removed = 最近删除
cases-letter-helper = 代办人
cases-staff-for = { $name }（代{ $applicant }）
cases-staff-principal = 替谁办（身份证号）
cases-staff-principal-hint = 替别人来办的才填。先要有对方的委托，没有的可以在“登记委托”里办
cases-staff-principal-none = 没有查到有效的委托，请先登记委托
cases-staff-principal-scope = 委托里没有这个事项，请先登记委托
cases-staff-wrong-principal = 请填写正确的身份证号；替企业办的不用填
cases-staff-no-query-code = 查询码只给申请人本人，不打印给代办人。
cases-staff-take-mandate = 登记委托

# Putting right what a decision says
cases-amend-title = 更正已经送出的决定
cases-amend-lead = 只改决定书里写错的话，结论不变。送出的那一份留在记录里，不会改动。
cases-amend-look = 看看更正通知书
cases-amend-back = 返回办件
cases-amend-second = 提请之后，要由本部门另一位审批人员在24小时内批准。批准后马上发给原来收到决定的人。
cases-amend-propose = 提请更正
cases-amend-typed = 请输入查询号{ $reference }，确认是这一件
cases-amend-typed-wrong = 输入的查询号不对，请再核对是不是这一件。
cases-amend-sentence = 向申请人发出更正通知书，更正后的话代替原来的话，结论不变。
cases-amend-case = 查询号
cases-amend-service = 事项
cases-amend-told = 发给
cases-amend-outcome = 结论（不变）
cases-amend-granted = 准予
cases-amend-refused = 不予
cases-amend-code-before = 原来的理由
cases-amend-code-after = 更正后的理由
cases-amend-text-before = 原来写的是
cases-amend-text-after = 更正为
cases-amend-reason = 为什么更正
cases-amend-reason-hint = 申请人会看到这句话。
cases-amend-reason-needed = 请写明为什么更正。
cases-refusal-nothing-to-amend = 和原来的一样，没有可以更正的。
cases-doc-amendment = 更正通知书
cases-staff-event-decision-amended = 决定已更正
cases-letter-amended-title = 更正通知书
cases-letter-amended = 我们{ $on }对您申请的“{ $service }”作出的决定，文字有误，现更正如下。决定的结论不变。
cases-letter-amended-then = 原决定书其他内容不变。两份请一并保存。
cases-letter-why-amended = 更正的原因
cases-letter-now-reads = 更正为

# The list as a file
cases-export-title = 导出办件清单
cases-export-lead = 导出本部门收到的办件：查询号、事项、状态、收件日期和承诺期限，不含申请人的信息。
cases-export-from = 从哪一天收件
cases-export-to = 到哪一天
cases-export-days-wrong = 请写两个日期，前面的不能晚于后面的。
cases-export-look = 看看有多少件
cases-export-found = 共{ $rows }件
cases-export-none = 这段时间没有办件，请换一段时间。
cases-export-too-long = 超过10万件，请把时间选短一些。
cases-export-second = 超过1,000件，要由另一个人批准。批准后24小时内可以下载。
cases-export-take = 下载CSV文件
cases-export-propose = 提请导出
cases-export-sentence = 把下面的办件清单交给提请人下载，24小时内有效。
cases-export-office = 部门
cases-export-days = 收件日期
cases-export-columns = 内容
cases-export-columns-text = 查询号、事项、状态、收件日期、承诺期限
cases-export-rows = 件数
cases-export-reference = 查询号
cases-export-service = 事项
cases-export-status = 状态
cases-export-received = 收件日期
cases-export-promised = 承诺期限
cases-export-waits = 正在等另一个人批准。批准后24小时内打开这一页，就会下载文件。
cases-export-proposal = 看提请的内容

# 任务由谁承办
cases-staff-assigned = 承办人
cases-staff-officer-own = 我
cases-staff-officer-office = 未分办
cases-staff-take-over-lead = 这一步由{ $name }承办。要由您来办，请先写明理由接办；监察人员会看到。
cases-staff-take-over-reason = 接办理由
cases-staff-take-over-hint = 例如：同事请假，期限将至。不要写申请人的个人信息
cases-staff-take-over = 接办
cases-staff-done-taken-over = { $reference } 现在由您承办。
cases-refusal-anothers-task = 这一步由同事承办。请打开办件，写明理由接办后再办理。
cases-refusal-no-take-over-reason = 请写明接办理由
cases-menu-overrides = 接办与越序
cases-staff-overrides-title = 接办与越序办理
cases-staff-overrides-lead = 任务的承办人由系统抽取。这里列出由他人接办的任务，以及搁下更急的任务先办的任务，新的在前。
cases-staff-overrides-empty = 目前没有接办或越序办理的任务。
cases-staff-override-at = 时间
cases-staff-override-what = 情况
cases-staff-override-reason = 理由
cases-staff-override-taken = 接办{ $name }的任务
cases-staff-override-turn = 越序办理，本人更急的任务还有 { $count } 项
