# Words of people, firms and staff.

accounts-sign-in-title = 登录
accounts-sign-in-lead = 登录以后可以申请、保存和查看自己的办理情况。
accounts-id-number = 身份证号
accounts-id-number-hint = 18 位，最后一位可能是 X
accounts-password = 密码
accounts-login = 用户名
accounts-login-needed = 请填写身份证号或者用户名
accounts-password-needed = 请填写密码
accounts-citizen-wrong = 身份证号或者密码不对，请再试一次
accounts-staff-wrong = 用户名或者密码不对，请再试一次
accounts-sign-in-wrong = 登录名或者密码不对
accounts-no-account-heading = 还没有账号？
accounts-no-account = 请带身份证到办事大厅，工作人员当场帮您开通。不登录也能查办理进度。
accounts-find-hall = 找办事大厅
accounts-staff-sign-in-title = 工作人员登录
accounts-staff-help = 忘记密码或者没有账号，请找本单位的管理员。
accounts-demo-heading = 演示账号
accounts-demo-password = 人物和号码都是虚构的，密码都是 { $password }。

accounts-name = 姓名
accounts-mobile = 手机号
accounts-address = 地址
accounts-role = 岗位
accounts-authority = 单位
accounts-role-citizen = 群众
accounts-role-clerk = 窗口受理
accounts-role-examiner = 审查
accounts-role-approver = 决定
accounts-role-supervisor = 监督
accounts-role-editor = 编辑
accounts-role-administrator = 管理员
accounts-role-partner = 其他系统
accounts-role-system = 本系统

accounts-act-for-title = 您替谁办事？
accounts-act-for-hint = 选好以后，新的申请都以所选的身份提出。
accounts-act-for-link = 换一个身份办事
accounts-party-self = 我自己
accounts-party-needed = 请选择您替谁办事
accounts-party-refused = 您现在不能代表这家企业办事
accounts-no-firms = 您还没有可以代表的企业。企业可以到办事大厅登记经办人。

accounts-profile-title = 我的资料
accounts-profile-source = 资料有变动的，请带身份证到办事大厅修改。
accounts-acting-for = 现在代表的企业
accounts-firm = 企业名称
accounts-credit-code = 统一社会信用代码
accounts-legal-representative = 法定代表人
accounts-firms-heading = 可以代表的企业

accounts-email-title = 用邮箱收消息
accounts-email-lead = 您的消息一直保留在本网站。需要的话，还可以同时发到邮箱。
accounts-email-firm = 您正在代表{ $firm }办事，这里填的邮箱接收这家企业的消息。
accounts-email-address = 邮箱
accounts-email-language = 邮件用的文字
accounts-email-remove = 不再发邮件
accounts-email-code-heading = 确认邮箱
accounts-email-sent = 验证码已发到 { $email }，15 分钟内有效。没有收到的，请看看垃圾邮件，或者在下面重新发送。
accounts-email-code = 邮件里的验证码
accounts-email-code-hint = 6 位数字
accounts-email-confirm = 确认
accounts-email-other-heading = 换一个邮箱，或者重新发送
accounts-email-send = 发送验证码
accounts-email-needed = 请填写邮箱，例如 name@example.cn
accounts-email-refused = 邮件服务器不接受这个邮箱，请检查
accounts-email-later = 验证码暂时发不出去，请过一会儿再试
accounts-email-off = 本网站目前不发邮件。
accounts-email-code-needed = 请填写邮件里的 6 位数字
accounts-email-code-wrong = 验证码不对，请对照邮件再填一次
accounts-email-code-gone = 这个验证码已经失效，请重新发送
accounts-email-confirmed = 设置好了，以后消息也会发到您的邮箱。
accounts-email-removed = 以后不再发邮件。

accounts-me-title = 我的岗位
