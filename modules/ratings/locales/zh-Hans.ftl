# Words of ratings: giving one, public counts, bad ones to put right.

ratings-menu-public = 好差评
ratings-menu-oversight = 差评整改

# Grades, tags, channels
ratings-grade-1 = 非常满意
ratings-grade-2 = 满意
ratings-grade-3 = 基本满意
ratings-grade-4 = 不满意
ratings-grade-5 = 非常不满意
ratings-tag-fast = 办得快
ratings-tag-guide_right = 和指南说的一样
ratings-tag-convenient = 少跑腿、材料少
ratings-tag-easy = 网页好用
ratings-tag-helpful = 态度好
ratings-tag-slow = 办得慢
ratings-tag-guide_wrong = 和指南说的不一样
ratings-tag-burdensome = 跑腿多、材料多
ratings-tag-hard = 网页不好用
ratings-tag-unhelpful = 态度不好
ratings-channel-pc = 电脑
ratings-channel-mobile = 手机
ratings-channel-qr = 二维码
ratings-channel-hall_tablet = 大厅平板
ratings-channel-hall_terminal = 大厅其他终端
ratings-channel-phone = 电话
ratings-channel-sms = 短信
ratings-channel-mini_program = 小程序
ratings-channel-kiosk = 自助终端
ratings-channel-paper = 意见箱
ratings-channel-wrong = 请写明从哪里评价
ratings-member-missing = 请写明这一项。
ratings-comma = 、

# The query code
ratings-ask-title = 评价办件
ratings-ask-lead = 请输入受理凭证上的查询码，评价办件：
ratings-code = 查询码
ratings-code-hint = 受理凭证或者短信上的六位数字
ratings-code-wrong = 办件编号和查询码对不上。请照着受理凭证再输入一次。
ratings-ask-sign-in = 这是我自己的办件，登录后评价

# Giving a rating
ratings-title = 这次办事您满意吗？
ratings-lead = 一次办事评价一次，提交后不能修改。
ratings-grade = 您的评价
ratings-grade-missing = 请选择一个评价
ratings-praise = 哪些地方好
ratings-problems = 哪些地方不好
ratings-comment = 您想说的话
ratings-comment-hint = 最多500字。请不要写身份证号码、电话等个人信息。
ratings-submit = 提交评价
ratings-free = 评价全凭自愿。任何人不得要求您给好评，也不能修改或者删除您的评价。
ratings-early-title = 还没有办结
ratings-early-lead = 办结以后就可以评价这个办件：

# What was given
ratings-thanks = 谢谢您的评价
ratings-thanks-counted = 已经计入公开的结果。
ratings-given-title = 这次办事已经评价过
ratings-given-lead = 下面是当时的评价。
ratings-service = 办理的事项
ratings-reference = 办件编号
ratings-grade-given = 评价
ratings-tags = 理由
ratings-rated-at = 评价时间
ratings-follow-up-heading = 我们会整改
ratings-follow-up-promise = 这个差评已经转给监督人员，最迟{ $date }整改并答复。没有人能删除它。

# Public counts
ratings-totals-title = 各事项的好差评
ratings-totals-lead = 所有评价都计入，提交后马上更新。不满10个评价的事项不算满意率和平均星级。
ratings-totals-empty = 还没有评价。办结以后的第一个评价会出现在这里。
ratings-count = 评价数
ratings-satisfied = 满意率
ratings-average = 平均星级（满分5）
ratings-too-few = 评价太少

# Bad ratings to put right
ratings-oversight-title = 待整改的差评
ratings-oversight-lead = 按整改期限排列，最急的在前。差评不能删除，也不能隐藏。
ratings-oversight-empty = 没有待整改的差评。
ratings-follow-up-title = 差评{ $reference }
ratings-follow-up-stays = 这个差评不能删除，也不能隐藏。查看已经记录，申请人可以看到。
ratings-has-comment = 有留言
ratings-erased = 个人信息已删除
ratings-channel = 评价渠道
ratings-due = 整改期限
ratings-due-today = 今天到期
ratings-days-left = 还有{ $days }个工作日
ratings-days-late = 超过{ $days }个工作日
ratings-provisional = （假期安排公布后可能变动）

# Refusals
ratings-refused-already-rated = 这次办事已经评价过，不能再评。
ratings-refused-not-concluded = 办件还没有办结，办结以后才能评价。
ratings-refused-wrong-tag = 选的理由和评价不相符，请重新选择。
ratings-refused-comment-too-long = 留言最多500字，请写短一些

# 本平台保存的个人信息
ratings-held = 评价
