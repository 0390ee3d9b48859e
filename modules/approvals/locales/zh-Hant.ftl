# 需要第二個人的操作用語。

approvals-menu = 雙人審核
approvals-title = 雙人審核
approvals-lead = 有些操作要由第二個人核准，提出的人不能自己核准。提出後 24 小時內沒有人核准，就會過期。
approvals-waiting = 等您核准
approvals-waiting-empty = 沒有等您核准的操作。同事提出您有權核准的操作後，會出現在這裡。
approvals-own = 您提出的
approvals-own-empty = 您還沒有提出過。您在其他頁面提出的操作（例如修改日曆）會出現在這裡。
approvals-history = 已有結果的
approvals-history-empty = 還沒有已有結果的操作。
approvals-what = 操作
approvals-by = 提出人
approvals-at = 提出時間
approvals-until = 最遲核准時間
approvals-until-or-due = 最遲核准或者執行時間
approvals-due = 執行時間
approvals-decider = 處理人
approvals-reason = 理由
approvals-state = 狀態
approvals-somebody = 工作人員
approvals-state-waiting = 等待核准
approvals-state-approved = 已核准，等待執行
approvals-state-refused = 未獲核准
approvals-state-withdrawn = 已撤回
approvals-state-expired = 已過期
approvals-state-executed = 已執行
approvals-state-overtaken = 情況已變化，沒有執行

# 一項操作
approvals-effect = 將會發生什麼
approvals-touched = 影響的數量
approvals-who = 誰在什麼時候
approvals-erased = 其中的個人資料已經清除。
approvals-changed = 提出之後情況有了變化
approvals-changed-advice = 現在執行，結果會和當時看到的不同，所以不能核准。請重新提出。
approvals-decide = 您的決定
approvals-approve = 核准，按上面的內容執行
approvals-refuse = 不核准
approvals-refusal-reason = 不核准的理由
approvals-refusal-reason-hint = 提出的同事會看到。請不要寫民眾的姓名。
approvals-withdraw-title = 撤回
approvals-withdraw-waiting = 沒有人核准之前，您可以撤回。
approvals-withdraw-approved = 已經核准，還沒有到執行時間。在此之前可以撤回。
approvals-withdraw = 撤回

# 不能辦理的原因
approvals-refused-exists = 已經提出過了。
approvals-refused-unknown = 沒有這項操作。
approvals-refused-no-person = 只能由本人操作。
approvals-refused-own = 這是您自己提出的，要由另一個人決定。
approvals-refused-hand = 這項內容您經手過，要由沒有經手的人決定。
approvals-refused-not-own = 只有提出的人或者核准的人可以撤回。
approvals-refused-over = 已經有結果了。請重新打開查看。
approvals-refused-expired = 已經超過 24 小時。請重新提出。
approvals-refused-changed = 您看到的不是這一項。請重新打開。
approvals-refused-no-reason = 請寫明不核准的理由
approvals-refused-early = 時間還沒有到。
approvals-refused-no-review = 請對每一處逐一寫明可以公開的理由
approvals-review-missing = 請寫明理由，不超過 500 字
approvals-reviews = 逐處審查
approvals-reviews-lead = 下面每一處都要看過原文。可以公開的，寫明理由；不應公開的，不要同意。
approvals-reviewed = 審查
approvals-reviewed-text = { $what }：{ $why }

# 不能挽回的操作
approvals-grave-type = 請輸入 { $name }，表示您同意執行
approvals-grave-mistyped = 請按上面寫的內容輸入 { $name }
approvals-grave-why = 您憑什麼同意？
approvals-grave-why-checked = 已經逐條核對
approvals-grave-why-sampled = 已經抽查核對
approvals-grave-why-ordered = 依照上級或者法院的要求
