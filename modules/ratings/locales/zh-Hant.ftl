# Words of ratings: giving one, public counts, bad ones to put right.

ratings-menu-public = 好差評
ratings-menu-oversight = 差評整改

# Grades, tags, channels
ratings-grade-1 = 非常滿意
ratings-grade-2 = 滿意
ratings-grade-3 = 基本滿意
ratings-grade-4 = 不滿意
ratings-grade-5 = 非常不滿意
ratings-tag-fast = 辦得快
ratings-tag-guide_right = 和指南說的一樣
ratings-tag-convenient = 少跑腿、材料少
ratings-tag-easy = 網頁好用
ratings-tag-helpful = 態度好
ratings-tag-slow = 辦得慢
ratings-tag-guide_wrong = 和指南說的不一樣
ratings-tag-burdensome = 跑腿多、材料多
ratings-tag-hard = 網頁不好用
ratings-tag-unhelpful = 態度不好
ratings-channel-pc = 電腦
ratings-channel-mobile = 手機
ratings-channel-qr = 二維碼
ratings-channel-hall_tablet = 大廳平板
ratings-channel-hall_terminal = 大廳其他終端
ratings-channel-phone = 電話
ratings-channel-sms = 短信
ratings-channel-mini_program = 小程序
ratings-channel-kiosk = 自助終端
ratings-channel-paper = 意見箱
ratings-channel-wrong = 請寫明從哪裏評價
ratings-member-missing = 請寫明這一項。
ratings-comma = 、

# The query code
ratings-ask-title = 評價辦件
ratings-ask-lead = 請輸入受理憑證上的查詢碼，評價辦件：
ratings-code = 查詢碼
ratings-code-hint = 受理憑證或者短信上的六位數字
ratings-code-wrong = 辦件編號和查詢碼對不上。請照着受理憑證再輸入一次。
ratings-ask-sign-in = 這是我自己的辦件，登入後評價

# Giving a rating
ratings-title = 這次辦事您滿意嗎？
ratings-lead = 一次辦事評價一次，提交後不能修改。
ratings-grade = 您的評價
ratings-grade-missing = 請選擇一個評價
ratings-praise = 哪些地方好
ratings-problems = 哪些地方不好
ratings-comment = 您想說的話
ratings-comment-hint = 最多500字。請不要寫身份證號碼、電話等個人資料。
ratings-submit = 提交評價
ratings-free = 評價全憑自願。任何人不得要求您給好評，也不能修改或者刪除您的評價。
ratings-early-title = 還沒有辦結
ratings-early-lead = 辦結以後就可以評價這個辦件：

# What was given
ratings-thanks = 謝謝您的評價
ratings-thanks-counted = 已經計入公開的結果。
ratings-given-title = 這次辦事已經評價過
ratings-given-lead = 下面是當時的評價。
ratings-service = 辦理的事項
ratings-reference = 辦件編號
ratings-grade-given = 評價
ratings-tags = 理由
ratings-rated-at = 評價時間
ratings-follow-up-heading = 我們會整改
ratings-follow-up-promise = 這個差評已經轉給監督人員，最遲{ $date }整改並答覆。沒有人能刪除它。

# Public counts
ratings-totals-title = 各事項的好差評
ratings-totals-lead = 所有評價都計入，提交後馬上更新。不滿10個評價的事項不算滿意率和平均星級。
ratings-totals-empty = 還沒有評價。辦結以後的第一個評價會出現在這裏。
ratings-count = 評價數
ratings-satisfied = 滿意率
ratings-average = 平均星級（滿分5）
ratings-too-few = 評價太少

# Bad ratings to put right
ratings-oversight-title = 待整改的差評
ratings-oversight-lead = 按整改期限排列，最急的在前。差評不能刪除，也不能隱藏。
ratings-oversight-empty = 沒有待整改的差評。
ratings-follow-up-title = 差評{ $reference }
ratings-follow-up-stays = 這個差評不能刪除，也不能隱藏。查看已經記錄，申請人可以看到。
ratings-has-comment = 有留言
ratings-erased = 個人資料已刪除
ratings-channel = 評價渠道
ratings-due = 整改期限
ratings-due-today = 今天到期
ratings-days-left = 還有{ $days }個工作日
ratings-days-late = 超過{ $days }個工作日
ratings-provisional = （假期安排公佈後可能變動）

# Refusals
ratings-refused-already-rated = 這次辦事已經評價過，不能再評。
ratings-refused-not-concluded = 辦件還沒有辦結，辦結以後才能評價。
ratings-refused-wrong-tag = 選的理由和評價不相符，請重新選擇。
ratings-refused-comment-too-long = 留言最多500字，請寫短一些

# 本平台保存的個人資料
ratings-held = 評價
