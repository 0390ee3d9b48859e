# Begin
forms-apply-heading = 申請{ $name }
forms-apply-minutes = 填寫大約需要 { $minutes } 分鐘
forms-apply-kept = 可以分幾次填，草稿保留到{ $date }
forms-apply-documents = 請準備好
forms-apply-perhaps = （看您的情況，可能需要）
forms-apply-no-documents = 不用準備材料。
forms-apply-held = 政府已有、不用您準備的材料
forms-apply-guide = 查看辦事指南
forms-apply-drafts = 您有沒填完的申請
forms-apply-draft = 繼續填寫 { $started } 開始的申請（保留到{ $until }）
forms-apply-given = 您在指南裡已經回答
forms-apply-or-new = 也可以在下面另外申請一份。
forms-apply-begin = 開始申請
forms-apply-begin-new = 另外申請一份
forms-apply-prove = 去認證，回來接著辦

# Situations
forms-situation-heading = 您的情況
forms-situation-why = 您的回答決定後面要填什麼、交什麼。
forms-situation-none = 這個事項不用選擇情況。

# Topics
forms-topic-progress = 第 { $place } 步，共 { $of } 步
forms-topic-why = 為什麼要填：{ $reason }
forms-topic-save = 保存並繼續
forms-topic-returned = 請修改下面的內容。其他內容不用再填。
forms-source-account = 來自您的帳號資料，可以修改
forms-source-firm = 來自企業登記信息，可以修改
forms-fixed = 這些內容已經提交，不能修改：
forms-not-answered = 沒有填寫
forms-back-to-list = 回到申請清單

# Throw away
forms-discard-heading = 要刪除這份申請嗎？
forms-discard-explained = 申請會先放到「最近刪除」，在那裡可以恢復；過了期限才清除。
forms-discard-do = 刪除申請
forms-discard-keep = 不刪除，返回

# What to do about an answer
forms-error-situation = 請選擇一個答案
forms-error-unknown = 沒有這個問題
forms-error-required = 請填寫{ $label }
forms-error-choice = 請選擇{ $label }
forms-error-text = { $label }裡有不能使用的字符，請重新填寫
forms-error-too-short = { $label }至少填 { $limit } 個字
forms-error-too-long = { $label }最多填 { $limit } 個字
forms-error-number = { $label }請填數字，例如 120
forms-error-too-small = { $label }不能小於 { $limit }
forms-error-too-large = { $label }不能大於 { $limit }
forms-error-money = { $label }請填金額，例如 1200.50
forms-error-date = { $label }請填真實的日期，例如 2026 年 3 月 2 日
forms-error-mobile = { $label }請填 11 位手機號，例如 19900000000
forms-error-phone = { $label }請填電話號碼，例如 0598-98000000
forms-error-id-number-length = { $label }應當是 18 位，請對照證件再填一次
forms-error-id-number-character = { $label }只有數字，最後一位可以是 X
forms-error-id-number-region = { $label }的開頭不對，請對照證件再填一次
forms-error-id-number-birth-date = { $label }裡的出生日期不對，請對照證件再填一次
forms-error-id-number-check-digit = { $label }有一位填錯了，請對照證件再填一次
forms-error-credit-code-length = { $label }應當是 18 位，請對照營業執照再填一次
forms-error-credit-code-character = { $label }裡有不會出現的字符，請對照營業執照再填一次
forms-error-credit-code-region = { $label }的第 3 到 8 位應當是數字，請對照營業執照再填一次
forms-error-credit-code-check-digit = { $label }有一位填錯了，請對照營業執照再填一次
forms-error-credit-code-organisation = { $label }有一位填錯了，請對照營業執照再填一次

# Refusals
forms-refused-not-online = 這個事項要到大廳辦理，不能在網上申請。
forms-identity-L1 = 辦理這件事，要先核實您的聯絡方式。
forms-identity-L2 = 辦理這件事，要先實名認證：核對您的姓名和身分證號。
forms-identity-L3 = 辦理這件事，要先實人認證：用統一身分認證刷臉，或者帶身分證到窗口核驗一次。
forms-identity-L4 = 辦理這件事，要用數位憑證登入。
forms-refused-for-people = 這個事項由個人申請。請先切換為您本人，再來申請。
forms-refused-for-firms = 這個事項由單位申請。請先切換為您代表的單位，再來申請。
forms-refused-too-many-drafts = 您沒填完的申請太多了。請先提交或者刪除幾份，再來申請。
forms-refused-exists = 這份申請已經開始了。
forms-refused-unknown = 沒有這份申請。
forms-refused-fixed = 這份申請已經提交，不能修改。
forms-refused-not-returned = 這項內容沒有要求您修改。

# 本平台保存的個人資料
forms-held = 申請和填寫的內容

# What was deleted
forms-removed-title = 最近刪除
forms-removed-lead = 刪除的申請草稿可以在{ $days }天內恢復。過後內容會被清除。
forms-removed-none = 沒有可以恢復的草稿。
forms-removed-at = 刪除於{ $at }
forms-removed-until = { $at }之前可以恢復
forms-restore = 恢復
forms-refused-too-late = 刪除得太久了，已經不能恢復。請重新申請。
