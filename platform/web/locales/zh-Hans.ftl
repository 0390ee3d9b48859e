# Words of the frame, the error pages and the shared parts of every page.

web-site-name = 一窗
web-staff-name = 一窗工作台
web-skip = 跳到正文
web-home = 首页
web-menu = 菜单
web-menu-services = 办事
web-my = 我的办事
web-sign-in = 登录
web-sign-out = 退出登录
web-crumbs = 您的位置
web-demo = 演示站，数据均为虚构。现在是
web-environment-test = 这是测试系统。在这里办理的都不算数，发出的证照无效。
web-environment-training = 这是培训系统，人物都是虚构的。在这里办理的都不算数，发出的证照无效。
web-language = 语言
web-size = 文字大小
web-size-standard = 标准
web-size-large = 大字
web-size-huge = 特大字
web-size-to-large = 大字版
web-size-to-huge = 更大
web-size-to-standard = 标准字
web-theme = 颜色
web-theme-auto = 跟随设备
web-theme-light = 浅色
web-theme-dark = 深色
web-keys = 快捷键一览
web-keys-off = 关闭快捷键
web-keys-on = 打开快捷键

# Footer
web-help = 帮助
web-hotline = 12345
web-hotline-link = 打 12345 找人帮忙
web-accessibility = 无障碍说明
web-privacy = 隐私说明
web-sitemap = 网站地图
web-fault = 报告本页的问题
web-owner = 主办：政务服务管理机构
web-reviewed = 最近核对：{ $date }

# Search and lists
web-search = 搜索
web-search-label = 您要办什么事？
web-previous = 上一页
web-next = 下一页
web-pager = 翻页

# Forms
web-optional = （选填）
web-continue = 继续
web-save-later = 保存，以后再填
web-change = 修改
web-wrong = 信息不对
web-yes = 是
web-no = 否
web-date-year = 年
web-date-month = 月
web-date-day = 日
web-file-have = 已经上传：
web-file-limit = 可以传照片或 PDF，最大 { $mb } MB。
web-errors-heading = 请先改好下面几处
web-error-prefix = 错误：
web-title-error = 错误：{ $title }

# 看到什么，就办什么
web-shown-changed = 您查看之后，内容有了变化。刚才的操作没有执行。下面是现在的内容，请重新核对。
web-grave-no-reason = 请选择原因

# Steps
web-step-done = （已完成）
web-step-now = （正在进行）

# Spoken by the script
web-js-sending = 正在提交，请稍等
web-js-sent = 已上传
web-js-shrunk = 照片已缩小，上传更快
web-js-left = 还可以写的字数：
web-session-ending = 登录快要到期了。已保存的内容不会丢失。
web-session-keep = 继续使用

# Error pages
web-error-home = 回到首页
web-error-desk = 回到工作台
web-error-track = 查办理进度
web-error-person = 想找人帮忙，请拨打
web-error-reference = 反映问题时，请告诉我们这个编号：
web-error-400-heading = 请求有误
web-error-400-explanation = 网址或者提交的内容不完整。
web-error-400-advice = 请返回上一页再试一次。
web-error-403-heading = 您还不能查看这一页
web-error-403-explanation = 您的账号没有这一页的权限。
web-error-403-advice = 请换一个账号登录，或者请本单位管理员开通。
web-error-404-heading = 没有找到这一页
web-error-404-explanation = 网址可能写错了，或者这一页已经移走。
web-error-404-advice = 请搜索您要办的事。
web-error-405-heading = 这个操作不能这样做
web-error-405-explanation = 这个网址不接受这种操作。
web-error-405-advice = 请返回上一页，用页面上的按钮办理。
web-error-409-heading = 内容已经变了
web-error-409-explanation = 您打开这一页以后，有人先作了修改。
web-error-409-advice = 您的修改没有保存。请重新打开这一页，看过新的内容再改。
web-error-410-heading = 这一页已经停用
web-error-410-explanation = 这个事项或者这份内容已经撤下。
web-error-410-advice = 请搜索代替它的事项。
web-error-413-heading = 文件太大了
web-error-413-explanation = 每个文件最大 { $mb } MB，您传的文件超过了。
web-error-413-advice = 请用手机重新拍一张，或者把文件拆开再传。其他内容都还在。
web-error-414-heading = 网址太长
web-error-414-explanation = 这个网址太长，系统不能处理。
web-error-414-advice = 请从首页重新进入，或者换几个短一些的词搜索。
web-error-415-heading = 这种内容不能这样提交
web-error-415-explanation = 提交的内容格式不对。
web-error-415-advice = 请用页面上的按钮办理；用程序提交时，请写明 Content-Type。
web-error-422-heading = 有些内容需要修改
web-error-422-explanation = 有几处没有填对。
web-error-422-advice = 请返回上一页，按提示改好再提交。
web-error-428-heading = 缺少版本号
web-error-428-explanation = 办理时要说明看到的是哪一个版本。
web-error-428-advice = 请重新读取，再连同版本号一起提交。
web-error-429-heading = 请稍等再试
web-error-429-explanation = 您试的次数太多了。
web-error-429-advice = 请等 { $minutes } 分钟再试。
web-error-431-heading = 浏览器带来的内容太多
web-error-431-explanation = 浏览器随请求送来的内容太多，系统不能处理。
web-error-431-advice = 请清除本网站的 Cookie 再试一次。
web-error-500-heading = 系统出了问题
web-error-500-explanation = 这不是您的错。我们已经记录了这个问题。
web-error-500-advice = 已经保存的内容都还在。请过几分钟再试。
web-error-503-heading = 系统正在维护
web-error-503-explanation = 网站暂时不能办理业务。
web-error-503-advice = 请过一会儿再来。已经提交的申请照常办理，期限不受影响。
web-error-overdue-heading = 这次操作用时过长
web-error-overdue-explanation = 系统正忙，或者需要查找的内容太多。为了不影响他人办事，我们中止了这一次操作。没有改动任何内容，此前提交的也不会丢失。
web-error-overdue-advice = 请稍后再试，或者缩小范围，例如缩短时间段、减少关键词。
web-error-passkey-heading = 先用通行密钥确认是您本人
web-error-passkey-explanation = 工作人员在这里办公，要用通行密钥登录：它不会被假冒的网页骗走，密码和验证码会。您这次登录没有用通行密钥，所以还不能打开工作页面。
web-error-passkey-advice = 请设置通行密钥，已经设置过的请用它确认，然后就可以继续办公。没有合适的设备，请找本单位的系统管理员。
web-error-passkey-link = 设置或者使用通行密钥
web-proof-heading = 请稍等一下
web-proof-lead = 现在查询的人很多，请先完成一个简单的等待，然后继续。不用看图，也不用听声音。
web-proof-working = 浏览器正在计算，通常只要几秒钟，完成后自动继续。
web-proof-wait = 请等 { $seconds } 秒，再按下面的按钮。
web-proof-go = 我等好了，继续
web-proof-why = 这样可以防止程序成批查询他人的信息。我们不收集您的任何信息，也不使用其他公司的服务。
web-proof-over = 这个等待已经过期，请重新查询
web-proof-wrong = 计算结果不对，请重新计算
web-proof-used = 这个等待已经用过，请重新查询
web-error-read-only-heading = 现在只能查看，暂时不能提交
web-error-read-only-explanation = { $cause }您刚才填写的内容没有保存，请先抄下来，或者按下面的办法用纸质表办理。
web-error-read-only-advice = 恢复时间还没有确定，请过一会儿再来。
web-error-read-only-until = 预计 { $until } 恢复，请届时再来。
web-error-read-only-look = 办事指南、搜索、证照查验照常使用，也可以照常登录。
web-error-read-only-track = 已经提交的申请可以照常查看进度。
web-error-read-only-paper = 急办的事项可以用纸质表：在办事指南页下载空白申请表，填好后连同材料交到表上写明的大厅，窗口按收到的日期登记。
web-error-read-only-clocks = 停止提交期间，系统不会因为期限届满而自动作出任何处理。
web-paused = 网站目前只能查看，暂时不能提交。急办的事项请下载纸质申请表，到大厅办理。
web-paused-maintenance = 网站正在进行系统维护。
web-paused-move = 网站正在迁移。
web-paused-attack = 网站受到攻击，我们正在处置。
web-paused-drill = 网站正在进行应急演练。
web-paused-database = 网站暂时无法保存数据，我们正在处理。
web-error-withheld-heading = 这一页暂停显示
web-error-withheld-explanation = 我们发现这一页与公开记录中发布的内容不一致，已经停止显示，以免误导您。工作人员已收到警报。
web-error-withheld-advice = 请过一会儿再来，或者拨打 12345、到政务服务大厅咨询。请不要按此前看到的内容付款或提交材料。
