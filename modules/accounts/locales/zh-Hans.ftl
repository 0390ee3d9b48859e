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

accounts-me-title = 我的岗位
