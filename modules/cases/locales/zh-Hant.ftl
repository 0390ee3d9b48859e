# Words of cases: for the people who apply.

# Menu
cases-menu-track = 查進度
cases-menu-queue = 待辦
cases-menu-counter = 窗口收件

# Statuses: the same words everywhere
cases-status-draft = 草稿
cases-status-submitted = 已提交，等受理
cases-status-returned = 請您補正
cases-status-accepted = 已受理
cases-status-in-review = 審核中
cases-status-consulting = 會簽中
cases-status-paused = 時限暫停
cases-status-approved = 准予，製證中
cases-status-issued = 已辦結
cases-status-refused = 不予許可
cases-status-not-accepted = 不予受理
cases-status-withdrawn = 已撤回

# What is asked of every page
cases-service = 事項
cases-applicant = 申請人
cases-authority = 辦理部門
cases-reference = 查詢號
cases-number = 辦件編號
cases-code = 查詢碼
cases-phone-consult = 諮詢電話
cases-list-comma = 、
cases-situation = 您的情況
cases-not-answered = 沒有填寫
cases-money = { $amount } 元
cases-source-person = 來自您的帳號資料
cases-source-firm = 來自企業登記資訊
cases-materials = 材料
cases-documents = 文書

# How a document is handed in
cases-how-files = 已上傳 { $count } 個檔案
cases-how-licence = 用已有證照，編號 { $number }
cases-how-paper = 已在窗口出示或者交來
cases-how-later = 您說會帶到大廳
cases-how-generated = 由您填寫的內容生成，不用準備
cases-how-looked-up = 由我們向有關部門核查，不用準備
cases-how-missing = 還沒有
cases-how-may-follow = 可以先不交，受理以後補
cases-how-optional = 沒有提供（可以不交）

# What is left to do
cases-hub-title = 您的申請
cases-hub-kept = 草稿保留到
cases-hub-progress = 進度
cases-hub-done = 已完成 { $done } 項，共 { $all } 項
cases-hub-fill = 填寫
cases-hub-documents = 材料
cases-hub-documents-task = 上傳或者選擇材料
cases-hub-documents-hint = 已有的證照會自動帶出。
cases-hub-send = 提交
cases-hub-continue = 繼續填寫
cases-hub-saved = 每一步都已保存。您可以離開，以後在任何裝置上登入繼續。
cases-hub-discard = 刪除這份申請
cases-task-done = 已完成
cases-task-todo = 待填寫
cases-task-known = 已預先填好，請看一看
cases-task-left = 還有 { $count } 處要填或者要改
cases-task-missing = 缺 { $count } 份
cases-task-ready = 可以提交
cases-task-later = 先完成上面幾項

# Check and send
cases-check-title = 核對並提交
cases-check-declaration-heading = 聲明
cases-check-declaration = 提交即表示：以上內容和材料真實有效，我願意承擔法律責任；我同意辦理部門為辦理這件事核查和使用這些資訊。
cases-check-then = 提交以後內容不能改，需要改時辦理部門會退回給您。
cases-check-submit = 提交申請
cases-check-back = 先不提交，回到清單
cases-check-topic-left = 「{ $topic }」還沒有填完，請補充
cases-check-material-left = 還沒有交「{ $material }」，請上傳或者選擇其他方式

# Receipt
cases-submitted-title = 申請已提交
cases-submitted-keep = 請記下查詢號和查詢碼，不登入也能查進度。
cases-submitted-on = 提交日期
cases-submitted-desk = 現在由誰辦理
cases-submitted-answer-by = 最遲答復日期
cases-submitted-next = 接下來
cases-submitted-next-1 = { $unit }最遲在{ $date }告訴您是否受理；過了這天沒有答復，就視為受理。
cases-submitted-next-2 = 如果要補正，會一次列出全部內容。
cases-submitted-next-3 = 受理以後，{ $days } 個工作日內作出決定。
cases-submitted-next-3-calendar = 受理以後，{ $days } 天內作出決定。
cases-submitted-next-3-today = 受理以後，當天作出決定。
cases-submitted-pdf = 下載收件憑證（PDF）
cases-submitted-track = 查看辦理進度

# Finding a case
cases-find-title = 查詢辦理進度
cases-find-lead = 用收件憑證上的查詢號和查詢碼，不用登入。
cases-find-reference = 查詢號
cases-find-reference-hint = 例如 RC-7K4M-92XP，大小寫都可以。也可以填 45 位辦件編號。
cases-find-code = 查詢碼
cases-find-code-hint = 收件憑證上的 6 位數字
cases-find-reference-needed = 請填寫查詢號
cases-find-code-needed = 請填寫查詢碼
cases-find-submit = 查詢
cases-find-unknown = 沒有查到
cases-find-unknown-1 = 請對照收件憑證，再看一遍查詢號和查詢碼。
cases-find-unknown-2 = 查詢碼不是登入密碼，也不是短信驗證碼。
cases-find-unknown-3 = 還沒有提交的草稿查不到，請登入後繼續填寫。
cases-find-sign-in = 登入查看我的全部辦件

# Progress
cases-track-title = 辦理進度
cases-track-returned = 請您補正
cases-track-returned-text = 只要改退回的內容，其他不用再填。補正期間不計時。
cases-track-returned-sign-in = 請用提交申請的帳號登入以後補正，也可以到大廳辦理。
cases-track-correct = 去補正
cases-track-messages = 消息
cases-track-about = 這件申請
cases-told-corrected = 補正已提交。
cases-told-withdrawn = 申請已撤回。
cases-told-discarded = 申請草稿已刪除。要恢復，請到「最近刪除」。
cases-desk = 現在由{ $unit }辦理
cases-desk-you = 現在等您補正
cases-steps = 辦理步驟
cases-step-deemed = 期限內沒有答復，依法視為受理
cases-step-returned = 已退回，等您補正
cases-step-member = { $name }（{ $unit }）
cases-step-spoken = { $who }：已給出意見
cases-step-waits = { $who }：最遲{ $due }
cases-step-waits-silent = { $who }：最遲{ $due }，到期沒有意見視為同意

# The date and why
cases-due-notice = 最遲到這天答復是否受理
cases-due-decision = 最遲到這天作出決定
cases-due-paused = 時限暫停中，如果明天恢復，最遲到這天作出決定
cases-due-delivery = 最遲到這天送達結果
cases-due-statutory = 這是承諾的日期。法律規定的期限到{ $date }。
cases-due-late = 已經超過
cases-due-provisional = 其中有的年份還沒有公布放假安排，日期可能變動。
cases-due-why = 這個日期是怎麼算的
cases-due-rule-working = 從{ $start }起算，{ $days } 個工作日，當天不算。
cases-due-rule-calendar = 從{ $start }起算，{ $days } 天，當天不算。
cases-due-version = 按第 { $version } 版工作日曆計算
cases-day-date = 日期
cases-day-weekday = 星期
cases-day-reason = 怎麼算
cases-day-counted = 第 { $number } 天
cases-day-make-up = 第 { $number } 天（調休上班）
cases-day-weekend = 不算：週末
cases-day-holiday = 不算：{ $name }
cases-day-suspended = 暫停：{ $name }
cases-day-moved = 順延到這天
cases-weekday-1 = 週一
cases-weekday-2 = 週二
cases-weekday-3 = 週三
cases-weekday-4 = 週四
cases-weekday-5 = 週五
cases-weekday-6 = 週六
cases-weekday-7 = 週日
cases-pauses = 暫停計時
cases-pause-open = 從{ $from }起暫停，預計到{ $to }
cases-pause-over = 從{ $from }起暫停，{ $to }恢復

# The names of the letters
cases-doc-receipt = 收件憑證
cases-doc-correction = 補正材料一次性告知書
cases-doc-corrected = 補正材料收件憑證
cases-doc-acceptance = 受理通知書
cases-doc-non-acceptance = 不予受理決定書
cases-doc-suspension = 特別程序告知書
cases-doc-grant = 准予許可決定書
cases-doc-refusal = 不予許可決定書
cases-doc-conclusion = 辦結通知書
cases-doc-withdrawal = 撤回申請確認書

# Result
cases-result = 辦理結果
cases-result-download = 下載結果（PDF）
cases-result-rate = 評價這次辦事
cases-result-verify = 核驗這份證照
cases-result-valid-to = 有效期到{ $date }
cases-result-no-end = 長期有效
cases-validity-valid = 有效
cases-validity-expired = 已過期
cases-validity-suspended = 已暫扣
cases-validity-revoked = 已撤銷
cases-validity-cancelled = 已註銷

# Refusal and what can be done
cases-refused-title = 不予許可
cases-not-accepted-title = 不予受理
cases-not-accepted-basis = 行政許可法第三十二條
cases-refused-on = 決定日期
cases-refused-reason = 理由
cases-refused-explained = 說明
cases-refused-competent = 可以向哪裡申請
cases-remedies = 不服可以怎麼辦
cases-remedies-lead = 下面兩種辦法可以選一種，期限從您知道這個決定之日起算。
cases-remedy-review = { $days } 日內，向{ $body }申請行政復議。
cases-remedy-court = { $months } 個月內，向{ $court }提起行政訴訟。
cases-remedy-ask = 先問一問：
cases-remedy-complain = 投訴：

# Corrections
cases-corrections-title = 補正申請
cases-corrections-lead = { $unit }退回了下面幾項，其他內容不用再填。
cases-corrections-left = 還有 { $count } 項沒有改。全部改好以後再提交。
cases-corrections-ready = 全部改好了，可以提交。
cases-corrections-send = 提交補正
cases-corrections-back = 回到辦理進度
cases-item-done = 已改好
cases-item-todo = 待改
cases-item-error = { $item }：{ $what }

# Withdrawal
cases-withdraw-link = 撤回申請
cases-withdraw-title = 要撤回申請嗎？
cases-withdraw-1 = 撤回以後，辦理部門不再辦理，也不作出決定。
cases-withdraw-2 = 撤回不能取消，以後需要可以重新申請。
cases-withdraw-reason = 為什麼撤回
cases-withdraw-do = 撤回申請
cases-withdraw-keep = 不撤回，返回
cases-withdraw-too-late = 已經作出決定，不能再撤回。請看辦理進度。

# Own space
cases-my-needs-you = 等您處理
cases-my-waiting = 正在辦理
cases-my-done = 已經辦完
cases-my-empty = 這裡還沒有內容。您開始填寫或者提交的申請會顯示在這裡，可以接著填、查進度。
cases-my-no-more = 沒有更早的辦件。
cases-my-begin = 去辦事
cases-my-more = 更多
cases-my-all = 全部辦件
cases-my-submitted = { $date }提交
cases-my-due = 最遲{ $date }辦結
cases-my-draft = 草稿，保留到{ $date }
cases-my-draft-saved = 上次保存：{ $at }
cases-my-draft-discard = 刪除
cases-my-messages-unread = 消息（{ $count } 條未讀）
cases-messages-title = 消息
cases-messages-empty = 還沒有消息。辦件有進展時會在這裡告訴您。
cases-messages-unread = { $count } 條未讀
cases-messages-new = 未讀
cases-messages-mark-all = 全部標為已讀

# What the rules refuse, and what to do
cases-refusal-incomplete = 還沒有完成，請補充
cases-refusal-exists = 這份申請已經提交過，請看辦理進度
cases-identity-L1 = 辦理這件事，要先核實您的聯絡方式。
cases-identity-L2 = 辦理這件事，要先實名認證：核對您的姓名和身分證號。
cases-identity-L3 = 辦理這件事，要先實人認證：用統一身分認證刷臉，或者帶身分證到窗口核驗一次。
cases-identity-L4 = 辦理這件事，要用數位憑證登入。
cases-refusal-unknown = 沒有這件申請，請核對查詢號
cases-refusal-wrong-stage = 這件申請的狀態已經變化，不能這樣處理。請打開最新進度再看。
cases-refusal-nothing-to-correct = 請寫明要補正哪些內容
cases-refusal-second-correction = 已經要求過一次補正，再次要求請寫明理由
cases-refusal-not-asked = 這個事項不要求這項內容，請從清單裡選擇
cases-refusal-still-missing = 還沒有改好，請先修改
cases-refusal-no-reason = 請選擇並寫明理由
cases-refusal-no-opinion = 請寫明意見
cases-refusal-not-your-task = 這一步由別人辦理，請從待辦中選擇
cases-refusal-same-person = 您辦理過這件申請，依規定要由別人決定
cases-refusal-review-against = 審查意見不同意，不能准予。請看各部門意見。
cases-refusal-no-such-procedure = 這個事項沒有這種特別程序，請從清單裡選擇
cases-refusal-too-long = 最多 { $days } 個工作日，請減少天數
cases-refusal-text-too-long = 文字太長，請縮短到 2000 字以內。
cases-refusal-not-yet = 期限還沒有到，現在不能這樣處理

# Letters: the frame
cases-letter-seal = 行政審批專用章
cases-letter-verify = 掃描二維碼可以核對本文書，也可以查詢辦理進度。
cases-letter-law = 《{ $law }》{ $article }
cases-letter-limit-working = { $days } 個工作日
cases-letter-limit-calendar = { $days } 個自然日
cases-letter-contact = 有疑問請撥打 { $phone }。
cases-letter-and = 、

# Letters: the lines of the table
cases-letter-service = 辦理事項
cases-letter-reference = 查詢號
cases-letter-number = 辦件編號
cases-letter-query-code = 查詢碼
cases-letter-received-on = 收到日期
cases-letter-channel = 提交方式
cases-letter-channel-online = 網上
cases-letter-channel-counter = 大廳窗口
cases-letter-channel-post = 郵寄
cases-letter-channel-kiosk = 自助終端
cases-letter-channel-assisted = 上門或代辦
cases-letter-answer-by = 答覆期限
cases-letter-accepted-on = 受理日期
cases-letter-statutory = 法定辦結期限
cases-letter-promised = 承諾辦結期限
cases-letter-due = { $due }（{ $limit }）
cases-letter-basis = 依據
cases-letter-reason = 理由
cases-letter-explanation = 說明
cases-letter-why = 原因
cases-letter-second-reason = 再次要求補正的原因
cases-letter-competent = 有權受理的機關
cases-letter-procedure = 特別程序
cases-letter-from = 暫停起始日期
cases-letter-expected = 預計結束日期
cases-letter-result = 辦理結果
cases-letter-result-number = 結果編號
cases-letter-identifier = 電子證照標識
cases-letter-delivery = 送達期限
cases-letter-remark = 審批意見

# Letters: receipt
cases-letter-receipt-title = 申請材料收件憑證
cases-letter-receipt = 您提交的「{ $service }」申請材料已經收到。
cases-letter-receipt-only = 本憑證只證明收到材料，不表示已經受理。
cases-letter-corrected-title = 補正材料收件憑證
cases-letter-corrected = 您為「{ $service }」申請提交的補正內容已經收到。
cases-letter-received = 已收到的材料
cases-letter-received-as = 提供方式
cases-letter-how-file = 上傳的文件
cases-letter-how-licence = 電子證照，編號 { $number }
cases-letter-how-paper = 窗口核驗的紙質材料
cases-letter-how-later = 尚未提供，您承諾補交
cases-letter-how-form = 由填寫的內容生成，無需提交
cases-letter-how-register = 由部門共享數據核對，無需提交
cases-letter-answer-days = 答覆期限怎樣計算
cases-letter-answer = 我們將在 { $by }以前告知您是否受理、是否需要補正。{ $days } 個工作日內沒有告知的，自收到申請材料之日起即為受理（《中華人民共和國行政許可法》第三十二條）。

# Letters: correction
cases-letter-correction-title = 補正材料一次性告知書
cases-letter-correction = 您提交的「{ $service }」申請需要補正。依照《中華人民共和國行政許可法》第三十二條，現將全部需要補正的內容一次性告知如下。
cases-letter-correction-items = 需要補正的內容
cases-letter-answer-to = 填寫內容：{ $question }
cases-letter-correction-only = 其他內容無需重新提交。
cases-letter-correction-how = 您可以打開 { $address } 在網上補正，也可以到任何一個政務服務大廳的窗口補正。
cases-letter-correction-then = 收到全部補正內容後，我們在 { $days } 個工作日內告知您是否受理。

# Letters: acceptance
cases-letter-acceptance-title = 受理通知書
cases-letter-accepted = 您提交的「{ $service }」申請材料齊全，符合法定形式，本機關決定受理。
cases-letter-deemed = 您提交的「{ $service }」申請，本機關沒有在法定期限內告知需要補正的內容。依照《中華人民共和國行政許可法》第三十二條，自收到申請材料之日起即為受理。
cases-letter-to-follow = 受理後可以補交的材料
cases-letter-promised-days = 承諾辦結期限怎樣計算
cases-letter-not-counted = 依法需要聽證、檢驗、檢測、鑑定、專家評審或者現場核查的，所需時間不計入辦理期限，我們會另行書面告知（《中華人民共和國行政許可法》第四十五條）。
cases-letter-not-accepted-title = 不予受理決定書
cases-letter-not-accepted = 您提交的「{ $service }」申請，本機關決定不予受理。
cases-letter-not-required = 依法不需要辦理這項許可
cases-letter-not-competent = 不屬於本機關職權範圍
cases-letter-article-32 = 《中華人民共和國行政許可法》第三十二條

# Letters: special procedure, decision, end
cases-letter-suspension-title = 特別程序告知書
cases-letter-suspension = 您的「{ $service }」申請需要進行{ $procedure }，辦理期限暫停計算。
cases-letter-suspension-then = 特別程序所需時間不計入辦理期限。程序結束後，期限繼續計算，您可以隨時查詢新的日期。
cases-letter-granted-licence-title = 准予行政許可決定書
cases-letter-granted-title = 准予辦理決定書
cases-letter-granted = 您提交的「{ $service }」申請，本機關於 { $accepted }受理。經審查，申請符合法定條件和標準，本機關決定准予。
cases-letter-granted-then = 辦理結果將在送達期限內交付，也可以在網上下載。
cases-letter-refused-licence-title = 不予行政許可決定書
cases-letter-refused-title = 不予辦理決定書
cases-letter-refused = 您提交的「{ $service }」申請，本機關於 { $accepted }受理。經審查，申請不符合法定條件和標準，本機關決定不予准許。
cases-letter-remedies = 救濟途徑
cases-letter-reconsideration = 如果不服本決定，您可以自收到本決定書之日起 { $term } 日內，向{ $body }（地址：{ $address }）申請行政復議。
cases-letter-litigation = 您也可以自收到本決定書之日起 { $term } 個月內，向{ $body }（地址：{ $address }）提起行政訴訟。
cases-letter-concluded-title = 辦結通知書
cases-letter-concluded = 您的「{ $service }」申請已經辦結。
cases-letter-concluded-then = 您可以打開 { $address } 下載結果，也可以憑身份證件到窗口領取。
cases-letter-withdrawn-title = 撤回申請確認書
cases-letter-withdrawn = 我們已經收到您撤回「{ $service }」申請的請求，辦理到此終止。
cases-letter-withdrawn-then = 撤回後，您可以隨時重新申請。

# Letters: how a date was counted
cases-letter-days = 日期
cases-letter-meaning = 怎樣計算
cases-letter-span = { $from }至{ $to }
cases-letter-counted = 從 { $start }的次日起算，期限 { $limit }，到 { $due }屆滿。
cases-letter-provisional = 其中有的年份尚未公布放假安排，日期可能調整。
cases-letter-counted-working = 第 { $day } 個工作日
cases-letter-counted-working-span = 第 { $first } 至 { $last } 個工作日
cases-letter-counted-calendar = 第 { $day } 日
cases-letter-counted-calendar-span = 第 { $first } 至 { $last } 日
cases-letter-weekend = 週末，不計入
cases-letter-holiday = { $name }放假，不計入
cases-letter-suspended = 時限暫停，不計入
cases-letter-moved = 屆滿日逢休息日，順延到這一天

# The queue
cases-staff-colon = ：
cases-staff-queue-title = 我的待辦
cases-staff-count-late = 已超期
cases-staff-count-today = 今天到期
cases-staff-count-all = 全部待辦
cases-staff-view-office = 本單位的辦件
cases-staff-updated = 數據更新於 { $at }
cases-staff-reference = 申請編號
cases-staff-reference-hint = 例如 RC-7K4M-92XP，不分大小寫
cases-staff-reference-unknown = 沒有這個編號的辦件，請核對後再輸入。
cases-staff-open = 打開
cases-staff-service = 事項
cases-staff-step = 環節
cases-staff-applicant = 申請人
cases-staff-left = 剩餘時間
cases-staff-due = 到期日
cases-staff-received = 收到日期
cases-staff-status = 狀態
cases-staff-promised = 承諾辦結日
cases-staff-none = 無
cases-staff-queue-empty = 沒有等您辦理的辦件。
cases-staff-next-due = 下一件的到期日是 { $day }。
cases-staff-office-empty = 本單位還沒有辦件。
cases-staff-take-next = 辦理最急的一件
cases-staff-late-by = 已超期 { $days } 個工作日
cases-staff-due-today = 今天到期
cases-staff-days-left = 剩 { $days } 個工作日

# After something was done
cases-staff-done-accepted = { $reference } 已受理。
cases-staff-done-not-accepted = { $reference } 已決定不予受理。
cases-staff-done-returned = { $reference } 的補正告知書已發出。
cases-staff-done-reviewed = { $reference } 的意見已提交。
cases-staff-done-granted = { $reference } 已准予。通知送出之前，可以在辦件頁撤回。
cases-staff-done-refused = { $reference } 已決定不予准許。通知送出之前，可以在辦件頁撤回。
cases-staff-done-suspended = { $reference } 的時限已暫停。
cases-staff-done-resumed = { $reference } 的時限已恢復計算。
cases-staff-done-judged = { $reference } 的材料核對結果已保存。
cases-staff-done-delivered = { $reference } 的結果已交給申請人。

# Reading outside one's own task
cases-staff-applicant-title = 申請人資料
cases-staff-applicant-lead = 號碼已經遮蓋。辦理需要時，請寫明理由，再看完整的資料。誰在什麼時候看了什麼、為什麼看，申請人都能看到。
cases-staff-applicant-name = 姓名
cases-staff-applicant-number = 證件號碼
cases-staff-applicant-address = 住址
cases-staff-unmask = 記錄理由並顯示完整資料
cases-staff-unmask-hint = 例如：與外單位核對身分、電話通知補正
cases-staff-unmask-needed = 請寫明為什麼要看完整的資料，不超過 500 字
cases-staff-unmasked-lead = 以下是完整的資料，只顯示這一次。這次查看已經記錄。
cases-staff-why-title = 查看 { $reference } 的理由
cases-staff-why-lead = 這件申請不在您的待辦裡。查看會留下記錄，申請人可以看到。
cases-staff-why = 查看理由
cases-staff-why-hint = 例如：核實投訴、檢查超期原因
cases-staff-why-needed = 請寫明查看理由
cases-staff-why-open = 記錄理由並打開
cases-staff-back = 返回

# The case
cases-staff-case-title = 辦理：{ $service }
cases-staff-agent = 經辦人：{ $name }
cases-staff-facts = 填寫的內容
cases-staff-facts-none = 這項業務沒有需要填寫的內容。
cases-staff-situation = 辦理情形
cases-staff-no-answer = 未填寫
cases-staff-materials = 材料
cases-staff-materials-none = 這項業務不需要材料。
cases-staff-need-required = 必要材料
cases-staff-need-tolerable = 可以容缺後補
cases-staff-need-optional = 非必要材料
cases-staff-material-there = 已提供
cases-staff-material-later = 承諾補交
cases-staff-material-missing = 缺少
cases-staff-material-not-there = 未提供
cases-staff-material-form = 由填寫內容生成
cases-staff-material-register = 由共享數據核對
cases-staff-piece-file = 文件 { $what }（{ $trust }）
cases-staff-piece-licence = 電子證照 { $what }（{ $trust }）
cases-staff-piece-paper = 紙質材料（{ $trust }）
cases-staff-piece-later = 申請人承諾補交
cases-staff-trust-a = 簽發機關提供
cases-staff-trust-b = 已核對原件
cases-staff-trust-c = 原件待核對
cases-staff-trust-d = 申請人自行提供
cases-staff-checks = 審查要點
cases-staff-verdict = 核對結果
cases-staff-verdict-good = 符合要求
cases-staff-verdict-wrong = 不符合要求
cases-staff-verdict-why = 哪裡不符合
cases-staff-verdict-reason = 請寫明哪裡不符合
cases-staff-verdict-save = 保存核對結果
cases-staff-opinions = 審查意見
cases-staff-opinion-for = 同意
cases-staff-opinion-against = 不同意
cases-staff-opinion-silent = 逾期未答覆，視為同意
cases-staff-clocks = 時限
cases-staff-clock = { $name }：{ $due }
cases-staff-clock-notice = 答覆受理期限
cases-staff-clock-promised = 承諾辦結期限
cases-staff-clock-statutory = 法定辦結期限
cases-staff-clock-delivery = 送達期限
cases-staff-clock-from = 從 { $start }的次日起算，期限 { $limit }。
cases-staff-clock-provisional = 有的年份尚未公布放假安排，日期可能調整。
cases-staff-history = 辦理記錄
cases-staff-letter = 查看文書
cases-staff-items = 需要補正 { $count } 項
cases-staff-by-law = 系統依法自動處理
cases-staff-somebody = 工作人員
cases-staff-officer = { $name }（{ $office }）
cases-staff-event-submitted = 提交申請
cases-staff-event-returned = 要求補正
cases-staff-event-corrected = 提交補正
cases-staff-event-accepted = 受理
cases-staff-event-deemed = 逾期未答覆，視為受理
cases-staff-event-not-accepted = 不予受理
cases-staff-event-reviewed = 提交審查意見
cases-staff-event-silent = 逾期未答覆，視為同意
cases-staff-event-suspended = 時限暫停
cases-staff-event-resumed = 時限恢復
cases-staff-event-decided = 決定准予
cases-staff-event-refused = 決定不予准許
cases-staff-event-issued = 製證辦結
cases-staff-event-delivered = 結果送達
cases-staff-event-withdrawn = 申請人撤回
cases-staff-event-recomputed = 期限重新計算

# The decision
cases-staff-decision = 辦理意見
cases-staff-nothing-to-do = 現在不需要您辦理
cases-staff-waits = 等待{ $unit }（{ $role }）辦理「{ $step }」，到期日 { $due }。
cases-staff-waits-none = 這件申請現在不等任何單位辦理。
cases-staff-role-clerk = 窗口
cases-staff-role-examiner = 審查人員
cases-staff-role-approver = 決定人員
cases-staff-same-person = 您辦理過這件申請的前面環節，依規定應當由另一位工作人員作出決定。
cases-staff-outcome = 您的意見
cases-staff-outcome-needed = 請選擇一項意見
cases-staff-outcome-accept = 受理
cases-staff-outcome-return = 一次性告知補正
cases-staff-outcome-not-accept = 不予受理
cases-staff-outcome-for = 同意
cases-staff-outcome-against = 不同意
cases-staff-outcome-grant = 准予
cases-staff-outcome-refuse = 不予准許
cases-staff-code = 理由
cases-staff-code-needed = 請選擇一項理由
cases-staff-with-basis = { $text }（{ $basis }）
cases-staff-competent = 有權受理的機關
cases-staff-competent-needed = 請寫明申請人應當找哪個機關
cases-staff-explanation = 說明
cases-staff-text-needed = 請寫明具體情況
cases-staff-opinion-text = 審查意見
cases-staff-opinion-needed = 請寫明審查意見
cases-staff-decision-text = 說明
cases-staff-decision-text-hint = 會寫進決定書。不予准許時必須填寫。
cases-staff-continue-accept = 提交意見
cases-staff-send-opinion = 提交審查意見
cases-staff-continue-decide = 預覽決定書
cases-staff-suspend-heading = 進行特別程序，暫停時限
cases-staff-suspend = 暫停時限並告知申請人
cases-staff-procedure = 特別程序
cases-staff-procedure-days = { $name }（最長 { $days } 個工作日）
cases-staff-procedure-needed = 請選擇特別程序
cases-staff-reason = 原因
cases-staff-reason-needed = 請寫明為什麼需要這個程序
cases-staff-days = 預計需要幾個工作日
cases-staff-days-needed = 請填寫天數，例如 5
cases-staff-resume-heading = 特別程序結束了嗎？
cases-staff-result = 特別程序的結果
cases-staff-result-needed = 請寫明特別程序的結果
cases-staff-resume = 恢復計算時限

# Previews
cases-staff-preview-lead = 下面是申請人將收到的文書。核對無誤後再發出。
cases-staff-preview-edit = 返回修改
cases-staff-preview-not-accept = 不予受理決定書預覽
cases-staff-preview-grant = 准予決定書預覽
cases-staff-preview-refuse = 不予准許決定書預覽
cases-staff-preview-return = 補正告知書預覽
cases-staff-confirm-not-accept = 確認不予受理並發出
cases-staff-confirm-grant = 確認准予並發出
cases-staff-confirm-refuse = 確認不予准許並發出
cases-staff-confirm-return = 發出補正告知書

# Correction
cases-staff-correction-title = 一次性告知補正內容
cases-staff-correction-lead = 請一次勾選全部需要補正的內容，並逐項寫明原因。沒有勾選的內容，申請人不能修改。
cases-staff-item-reason = 需要補正的原因
cases-staff-item-reason-needed = 請寫明需要補正的原因
cases-staff-nothing-ticked = 請至少勾選一項
cases-staff-second = 再次要求補正的原因
cases-staff-second-hint = 已經告知過一次。再次要求補正，監察人員會看到原因。
cases-staff-second-needed = 請寫明為什麼再次要求補正
cases-staff-correction-preview = 預覽補正告知書

# The counter
cases-staff-counter-title = 窗口
cases-staff-counter-calm = 沒有人等候時，可以先核對今天的出件。
cases-staff-lookup = 查辦件
cases-staff-start = 開始收件
cases-staff-start-title = 收件：誰來辦什麼事
cases-staff-start-lead = 請掃描或者輸入身份證件，再輸入事項。
cases-staff-start-go = 開始填寫
cases-staff-id-number = 身份證號
cases-staff-name = 姓名
cases-staff-mobile = 手機號
cases-staff-mobile-hint = 第一次來辦事的人需要填寫
cases-staff-credit-code = 單位的統一社會信用代碼
cases-staff-credit-code-hint = 替單位辦事時填寫
cases-staff-mandate = 授權
cases-staff-mandate-seen = 已核驗授權委託書
cases-staff-mandate-needed = 這個人不是單位登記的經辦人，請核驗授權委託書
cases-staff-card = 身分證件
cases-staff-card-seen = 已核驗本人身分證，人證一致
cases-staff-card-needed = 這件事要核驗本人身分證。請核對以後勾選
cases-staff-name-differs = 姓名與登記的不一致，請核對證件
cases-staff-firm-unknown = 沒有登記這個單位，請核對代碼
cases-staff-only-firms = 這個事項由單位申請，請填寫統一社會信用代碼
cases-staff-only-people = 這個事項由個人申請，請不要填寫單位
cases-staff-service-hint = 可以輸入事項編碼、名稱或者通俗說法
cases-staff-service-unknown = 沒有找到窗口可以辦理的事項，請換一種說法
cases-staff-service-choose = 找到幾個事項，請選擇一個
cases-staff-service-code = { $name }（{ $code }）
cases-staff-intake-title = 補齊缺少的內容
cases-staff-nothing-missing = 填寫的內容已經齊全。
cases-staff-known = 已有的內容，可以修改
cases-staff-or = 」或者「
cases-staff-when = 選「{ $answers }」的，也要：
cases-staff-seen = 已核驗原件
cases-staff-intake-save = 保存並核對
cases-staff-material-needed = 還缺材料：{ $name }
cases-staff-check-title = 請申請人核對
cases-staff-check-lead = 請申請人看一遍下面的內容，確認真實無誤。
cases-staff-change = 返回修改
cases-staff-submit = 提交並打印憑證
cases-staff-print-title = 收件完成
cases-staff-query-code = 查詢碼
cases-staff-answer-by = { $day }以前告知是否受理
cases-staff-print-pdf = 打印憑證（PDF）
cases-staff-next-person = 接待下一位
cases-staff-pickup-title = 出件
cases-staff-pickup-find = 查結果
cases-staff-result-number = 結果編號
cases-staff-identity = 身份核驗
cases-staff-identity-seen = 已核對證件，與申請人一致
cases-staff-identity-needed = 請先核對證件
cases-staff-wrong-person = 證件與申請人不一致的，不能交付。
cases-staff-hand-over = 確認已交付
cases-staff-delivered-at = 已於 { $at } 交付。
cases-staff-not-ready = 結果還沒有出來，不能交付。

# What is wrong with an answer
cases-staff-wrong-required = 請填寫這一項
cases-staff-wrong-too-short = 至少寫 { $limit } 個字
cases-staff-wrong-too-long = 最多寫 { $limit } 個字
cases-staff-wrong-number = 請填寫數字
cases-staff-wrong-too-small = 不能小於 { $limit }
cases-staff-wrong-too-large = 不能大於 { $limit }
cases-staff-wrong-date = 請填寫日期，例如 2026 年 3 月 2 日
cases-staff-wrong-choice = 請選擇一項
cases-staff-wrong-mobile = 請填寫 11 位手機號
cases-staff-wrong-phone = 請填寫電話號碼
cases-staff-wrong-money = 請填寫金額，例如 100.50
cases-staff-wrong-text = 裡面有不能使用的字符，請重新填寫
cases-staff-wrong-id-number = 身份證號不對，請核對每一位
cases-staff-wrong-credit-code = 統一社會信用代碼不對，請核對每一位
cases-staff-wrong-name = 請填寫姓名

cases-menu-stuck = 無人可辦
cases-staff-stuck-title = 無人可辦的任務
cases-staff-stuck-lead = 這些任務該辦的崗位上沒有人，或者所有人都要迴避，請指派其他人員。這裡從最急的 200 項任務裡查找。
cases-staff-stuck-empty = 目前沒有這樣的任務。
cases-staff-stuck-office = 部門
cases-staff-stuck-role = 崗位

cases-menu-elevations = 緊急查看
cases-staff-elevation-title = 緊急查看
cases-staff-elevation-lead = 遇到緊急情況，可以臨時查看本來無權查看的辦件，最長一小時，到時自動結束。監察人員馬上會收到提醒，您看過的每一件都會記錄，事後由他人核查；沒有核查完，不能再次使用。
cases-staff-elevation-running = 緊急查看正在進行，到 { $until } 自動結束。
cases-staff-elevation-begin = 開始緊急查看
cases-staff-elevation-end = 現在結束
cases-staff-elevation-reason = 理由
cases-staff-elevation-reason-hint = 寫清發生了什麼、需要看什麼
cases-staff-elevation-reason-needed = 請寫明理由，至少 8 個字
cases-staff-elevation-refused-unreviewed = 上一次緊急查看還沒有核查，不能再次使用。請聯絡監察人員。
cases-staff-elevation-refused-none = 沒有等待核查的緊急查看。
cases-staff-elevation-refused-running = 緊急查看還在進行，結束後才能核查。
cases-staff-elevation-refused-same-person = 不能核查自己的緊急查看。
cases-staff-elevations-title = 等待核查的緊急查看
cases-staff-elevations-lead = 請在結束後 24 小時內核查：理由是否成立，看過的辦件是否與理由相符。
cases-staff-elevations-empty = 沒有等待核查的緊急查看。
cases-staff-elevation-officer = 工作人員
cases-staff-elevation-from = 開始
cases-staff-elevation-until = 結束
cases-staff-elevation-runs = 進行中
cases-staff-elevation-waits = 等待核查
cases-staff-elevation-late = 核查超時
cases-staff-elevation-review-title = 核查緊急查看
cases-staff-elevation-reads = 看過的辦件
cases-staff-elevation-no-reads = 沒有查看任何辦件。
cases-staff-elevation-still-running = 還在進行，結束後再核查。
cases-staff-elevation-outcome = 核查結論
cases-staff-elevation-in-order = 理由成立，查看適當
cases-staff-elevation-not-in-order = 有問題，需要處理
cases-staff-elevation-remark = 核查說明
cases-staff-elevation-outcome-needed = 請選擇核查結論
cases-staff-elevation-remark-needed = 請填寫核查說明
cases-staff-elevation-save = 保存核查結果
# 本平台保存的個人資料
cases-held = 辦件和辦理過程

# 還沒有送出的決定
cases-staff-held-heading = 決定還沒有送出
cases-staff-held = 決定已經作出，將在 { $at } 送出。在此之前不會告知申請人，也不會製證。
cases-staff-undo = 撤回這個決定
cases-staff-held-other = 只有作出決定的人可以撤回。
cases-staff-event-decision-undone = 決定已撤回
cases-staff-event-decision-sent = 決定已送出
cases-staff-done-undone = { $reference }：決定已撤回，辦件重新等待決定。
cases-refusal-decision-gone = 決定已經送出，不能再撤回。
# 公開紀錄。

cases-submitted-proof = 下載公開紀錄證明
cases-proof-link = 公開紀錄證明
cases-proof-how = 怎樣自己查驗證明
cases-proof-again = 再試一次
cases-proof-pending = 證明正在產生
cases-proof-pending-text = 這一步正在寫入公開紀錄，通常幾秒鐘就好。見證方暫時缺席時會久一些；您的辦件不受影響，期限照常計算。
cases-proof-missing = 公開紀錄裡找不到這一步
cases-proof-missing-text = 公開紀錄裡沒有這一步，或者內容與紀錄不一致。這是我們的過錯，請保存收據並撥打12345反映。
cases-proof-unkept = 沒有證明可以下載
cases-proof-unkept-text = 本系統沒有設定公開紀錄，因此不出具證明。
# Helpers
cases-helper = 代辦人
cases-helped-by = 由{ $name }代辦
cases-submitted-no-code = 查詢碼只給申請人本人。您登入以後可以隨時查看進度。
cases-my-mandates = 誰可以替我辦事
cases-my-firms = 我的企業
cases-my-act-for = 換一個身份辦事
cases-my-removed = 最近刪除
cases-letter-helper = 代辦人
cases-staff-for = { $name }（代{ $applicant }）
cases-staff-principal = 替誰辦（身份證號）
cases-staff-principal-hint = 替別人來辦的才填。先要有對方的委託，沒有的可以在「登記委託」裡辦
cases-staff-principal-none = 沒有查到有效的委託，請先登記委託
cases-staff-principal-scope = 委託裡沒有這個事項，請先登記委託
cases-staff-wrong-principal = 請填寫正確的身份證號；替企業辦的不用填
cases-staff-no-query-code = 查詢碼只給申請人本人，不列印給代辦人。
cases-staff-take-mandate = 登記委託

# Putting right what a decision says
cases-amend-title = 更正已經送出的決定
cases-amend-lead = 只改決定書裡寫錯的話，結論不變。送出的那一份留在記錄裡，不會改動。
cases-amend-look = 看看更正通知書
cases-amend-back = 返回辦件
cases-amend-second = 提請之後，要由本部門另一位審批人員在24小時內核准。核准後馬上發給原來收到決定的人。
cases-amend-propose = 提請更正
cases-amend-typed = 請輸入查詢號{ $reference }，確認是這一件
cases-amend-typed-wrong = 輸入的查詢號不對，請再核對是不是這一件。
cases-amend-sentence = 向申請人發出更正通知書，更正後的話代替原來的話，結論不變。
cases-amend-case = 查詢號
cases-amend-service = 事項
cases-amend-told = 發給
cases-amend-outcome = 結論（不變）
cases-amend-granted = 准予
cases-amend-refused = 不予
cases-amend-code-before = 原來的理由
cases-amend-code-after = 更正後的理由
cases-amend-text-before = 原來寫的是
cases-amend-text-after = 更正為
cases-amend-reason = 為什麼更正
cases-amend-reason-hint = 申請人會看到這句話。
cases-amend-reason-needed = 請寫明為什麼更正。
cases-refusal-nothing-to-amend = 和原來的一樣，沒有可以更正的。
cases-doc-amendment = 更正通知書
cases-staff-event-decision-amended = 決定已更正
cases-letter-amended-title = 更正通知書
cases-letter-amended = 我們{ $on }對您申請的「{ $service }」作出的決定，文字有誤，現更正如下。決定的結論不變。
cases-letter-amended-then = 原決定書其他內容不變。兩份請一併保存。
cases-letter-why-amended = 更正的原因
cases-letter-now-reads = 更正為

# The list as a file
cases-export-title = 匯出辦件清單
cases-export-lead = 匯出本部門收到的辦件：查詢號、事項、狀態、收件日期和承諾期限，不含申請人的資料。
cases-export-from = 從哪一天收件
cases-export-to = 到哪一天
cases-export-days-wrong = 請寫兩個日期，前面的不能晚於後面的。
cases-export-look = 看看有多少件
cases-export-found = 共{ $rows }件
cases-export-none = 這段時間沒有辦件，請換一段時間。
cases-export-too-long = 超過10萬件，請把時間選短一些。
cases-export-second = 超過1,000件，要由另一個人核准。核准後24小時內可以下載。
cases-export-take = 下載CSV檔案
cases-export-propose = 提請匯出
cases-export-sentence = 把下面的辦件清單交給提請人下載，24小時內有效。
cases-export-office = 部門
cases-export-days = 收件日期
cases-export-columns = 內容
cases-export-columns-text = 查詢號、事項、狀態、收件日期、承諾期限
cases-export-rows = 件數
cases-export-reference = 查詢號
cases-export-service = 事項
cases-export-status = 狀態
cases-export-received = 收件日期
cases-export-promised = 承諾期限
cases-export-waits = 正在等另一個人核准。核准後24小時內打開這一頁，就會下載檔案。
cases-export-proposal = 看提請的內容

# 任務由誰承辦
cases-staff-assigned = 承辦人
cases-staff-officer-own = 我
cases-staff-officer-office = 未分辦
cases-staff-take-over-lead = 這一步由{ $name }承辦。要由您來辦，請先寫明理由接辦；監察人員會看到。
cases-staff-take-over-reason = 接辦理由
cases-staff-take-over-hint = 例如：同事請假，期限將至。不要寫申請人的個人資料
cases-staff-take-over = 接辦
cases-staff-done-taken-over = { $reference } 現在由您承辦。
cases-refusal-anothers-task = 這一步由同事承辦。請打開辦件，寫明理由接辦後再辦理。
cases-refusal-no-take-over-reason = 請寫明接辦理由
cases-menu-overrides = 接辦與越序
cases-staff-overrides-title = 接辦與越序辦理
cases-staff-overrides-lead = 任務的承辦人由系統抽取。這裡列出由他人接辦的任務，以及擱下更急的任務先辦的任務，新的在前。
cases-staff-overrides-empty = 目前沒有接辦或越序辦理的任務。
cases-staff-override-at = 時間
cases-staff-override-what = 情況
cases-staff-override-reason = 理由
cases-staff-override-taken = 接辦{ $name }的任務
cases-staff-override-turn = 越序辦理，本人更急的任務還有 { $count } 項
