# Words of people, firms and staff.

accounts-sign-in-title = 登錄
accounts-sign-in-lead = 登錄以後可以申請、保存和查看自己的辦理情況。
accounts-id-number = 身份證號
accounts-id-number-hint = 18 位，最後一位可能是 X
accounts-password = 密碼
accounts-login = 用戶名
accounts-login-needed = 請填寫身份證號或者用戶名
accounts-password-needed = 請填寫密碼
accounts-citizen-wrong = 身份證號或者密碼不對，請再試一次
accounts-staff-wrong = 用戶名或者密碼不對，請再試一次
accounts-sign-in-wrong = 登錄名或者密碼不對
accounts-no-account-heading = 還沒有賬號？
accounts-no-account = 請帶身份證到辦事大廳，工作人員當場幫您開通。不登錄也能查辦理進度。
accounts-find-hall = 找辦事大廳
accounts-staff-sign-in-title = 工作人員登錄
accounts-staff-help = 忘記密碼或者沒有賬號，請找本單位的管理員。
accounts-demo-heading = 演示賬號
accounts-demo-password = 人物和號碼都是虛構的，密碼都是 { $password }。

accounts-name = 姓名
accounts-mobile = 手機號
accounts-address = 地址
accounts-role = 崗位
accounts-authority = 單位
accounts-role-citizen = 羣眾
accounts-role-clerk = 窗口受理
accounts-role-examiner = 審查
accounts-role-approver = 決定
accounts-role-supervisor = 監督
accounts-role-editor = 編輯
accounts-role-administrator = 管理員
accounts-role-partner = 其他系統
accounts-role-system = 本系統

accounts-act-for-title = 您替誰辦事？
accounts-act-for-hint = 選好以後，新的申請都以所選的身份提出。
accounts-act-for-link = 換一個身份辦事
accounts-party-self = 我自己
accounts-party-needed = 請選擇您替誰辦事
accounts-party-refused = 您現在不能代表這家企業辦事
accounts-no-firms = 您還沒有可以代表的企業。企業可以到辦事大廳登記經辦人。

accounts-profile-title = 我的資料
accounts-profile-source = 資料有變動的，請帶身份證到辦事大廳修改。
accounts-acting-for = 現在代表的企業
accounts-firm = 企業名稱
accounts-credit-code = 統一社會信用代碼
accounts-legal-representative = 法定代表人
accounts-firms-heading = 可以代表的企業

accounts-email-title = 用郵箱收消息
accounts-email-lead = 您的消息一直保留在本網站。需要的話，還可以同時發到郵箱。
accounts-email-firm = 您正在代表{ $firm }辦事，這裏填的郵箱接收這家企業的消息。
accounts-email-address = 郵箱
accounts-email-language = 郵件用的文字
accounts-email-remove = 不再發郵件
accounts-email-code-heading = 確認郵箱
accounts-email-sent = 驗證碼已發到 { $email }，15 分鐘內有效。沒有收到的，請看看垃圾郵件，或者在下面重新發送。
accounts-email-code = 郵件裏的驗證碼
accounts-email-code-hint = 6 位數字
accounts-email-confirm = 確認
accounts-email-other-heading = 換一個郵箱，或者重新發送
accounts-email-send = 發送驗證碼
accounts-email-needed = 請填寫郵箱，例如 name@example.cn
accounts-email-refused = 郵件伺服器不接受這個郵箱，請檢查
accounts-email-later = 驗證碼暫時發不出去，請過一會兒再試
accounts-email-off = 本網站目前不發郵件。
accounts-email-code-needed = 請填寫郵件裏的 6 位數字
accounts-email-code-wrong = 驗證碼不對，請對照郵件再填一次
accounts-email-code-gone = 這個驗證碼已經失效，請重新發送
accounts-email-confirmed = 設置好了，以後消息也會發到您的郵箱。
accounts-email-removed = 以後不再發郵件。

accounts-me-title = 我的崗位
