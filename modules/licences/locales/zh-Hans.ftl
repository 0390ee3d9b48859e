# Words of licences: checking, the holder's own, the authority's desk.

licences-menu-my = 我的证照
licences-menu-verify = 核验证照
licences-menu-staff = 证照

# A licence
licences-name = 证照名称
licences-number = 证照编号
licences-identifier = 电子证照标识
licences-holder = 持证主体
licences-issuer = 发证机关
licences-issued-on = 发证日期
licences-valid = 有效期
licences-status = 状态
licences-files = 下载
licences-erased = 个人信息已删除
licences-validity = { $from }至{ $to }
licences-validity-open = 自{ $from }起长期有效
licences-status-valid = 有效
licences-status-expired = 已过期
licences-status-suspended = 已暂扣
licences-status-revoked = 已吊销或者撤销
licences-status-cancelled = 已注销

# Checking by number
licences-verify-title = 核验证照真伪
licences-verify-lead = 输入证照上的编号，马上知道它是不是真的、现在是否有效。不用登录。
licences-verify-number = 证照编号或者电子证照标识
licences-verify-number-hint = 例如JY2026000123。空格、横线和括号可以不填。
licences-verify-number-missing = 请输入证照编号或者电子证照标识
licences-verify-number-personal = 这是身份证件号码，不能公开查询。请输入证照上的电子证照标识，它以1.2.156开头。
licences-verify-submit = 核验
licences-verify-result = 核验结果
licences-verify-another = 再核验一份
licences-verify-valid = 这份证照有效
licences-verify-valid-meaning = 登记信息如下。请与您手中的证照逐项对照，姓名只显示第一个字。
licences-verify-expired = 这份证照已经过期
licences-verify-expired-meaning = 它是真的，但是有效期已经过了。持证人需要重新申请或者延续。
licences-verify-suspended = 这份证照已被暂扣
licences-verify-suspended-meaning = 暂扣期间不能凭它从事许可的活动。
licences-verify-revoked = 这份证照已被吊销或者撤销
licences-verify-revoked-meaning = 它不再有效，不能凭它从事许可的活动。
licences-verify-cancelled = 这份证照已经注销
licences-verify-cancelled-meaning = 它不再有效。
licences-verify-unknown = 没有查到这份证照
licences-verify-unknown-meaning = 登记簿里没有这个编号：
licences-verify-unknown-advice = 请看看有没有输错，例如字母和数字。如果照着证照输入仍然查不到，它可能是假的，请向发证机关或者12345反映。
licences-several-title = 有几种证照使用这个编号
licences-several-lead = 请选择您手中的那一种。

# Checking a file
licences-file-title = 核验证照文件
licences-file-lead = 上传别人给您的证照文件，看它是不是原件、有没有被改动。文件只用来核对，不保存。
licences-file-pdf = 证照文件（PDF）
licences-file-number-hint = 填了编号，查得更准。
licences-file-signature = 签名文件
licences-file-signature-hint = 如果对方同时给了以sig.json结尾的文件，请一起上传。
licences-file-missing = 请选择要核验的证照文件
licences-file-no-pdf = 这不是PDF文件，请选择下载得到的原文件，不要用照片或者扫描件
licences-file-submit = 核验文件
licences-file-another = 再核验一个文件
licences-file-genuine = 文件是真的
licences-file-genuine-meaning = 这个文件由发证机关出具，没有被改动。证照现在的状态见下面。
licences-file-changed = 文件与原件不同
licences-file-changed-meaning = 登记簿里有这份证照，但是这个文件不是发证机关出具的原件，可能被改动过，也可能是扫描件。
licences-file-unknown = 没有查到这个文件
licences-file-unknown-meaning = 登记簿里没有与它对应的证照。请核对证照编号，或者请持证人重新下载原文件。

# The holder's own
licences-my-title = 我的证照
licences-my-lead = 您本人和您代办的企业持有的证照。下载的文件与纸质证照效力相同。
licences-my-empty = 还没有证照。申请办成以后，电子证照会自动出现在这里。
licences-my-pdf = 证照文件
licences-my-signature = 签名文件
licences-my-no-file = 已失效，不能下载

# The authority's desk
licences-staff-title = 证照
licences-staff-number = 证照编号或者电子证照标识
licences-staff-search = 查找
licences-staff-hint = 输入编号查看一份证照。每次查看都会记录，持证人可以看到。
licences-staff-empty = 没有查到，或者它不是本单位发的证照。
licences-history = 经过
licences-history-at = 时间
licences-history-what = 事项
licences-history-by = 经办
licences-by-system = 系统
licences-by-staff = 工作人员
licences-event-issued = 发证
licences-event-suspended = 暂扣
licences-event-restored = 发还
licences-event-revoked = 吊销或者撤销
licences-event-cancelled = 注销
licences-change-title = 变更状态
licences-change-none = 您不能变更这份证照的状态，或者它已经失效。
licences-change-act = 要怎样处理
licences-change-act-missing = 请选择一种处理
licences-change-reason = 理由
licences-change-reason-hint = 写明事实和依据，会记入证照的经过。
licences-act-suspend = 暂扣
licences-act-restore = 发还
licences-act-revoke = 吊销或者撤销
licences-act-cancel = 注销
licences-act-suspend-effect = 核验结果马上显示为已暂扣，可以以后发还。
licences-act-restore-effect = 核验结果马上恢复为有效。
licences-act-revoke-effect = 从执行时起无效，不能再下载，并告知持证人。
licences-act-cancel-effect = 证照从此无效，不能恢复，也不能再下载。
licences-confirm-title = 确认变更证照状态
licences-confirm-suspend = 暂扣这份证照
licences-confirm-restore = 发还这份证照
licences-confirm-revoke = 提出撤销这份证照
licences-confirm-cancel = 为持证人注销这份证照
licences-confirm-reinstate = 提出恢复这份证照
licences-confirm-back = 返回，不变更

# Refusals
licences-refused-exists = 这份证照已经发过了。
licences-refused-unknown = 没有这份证照。
licences-refused-no-reason = 请写明理由
licences-refused-wrong-status = 证照现在的状态不允许这样处理。请重新打开这一页看看。

# 本平台保存的个人信息
licences-held = 证照

# 需要两个人的操作
licences-event-reinstated = 更正，恢复有效
licences-act-reinstate = 更正：撤销或者注销有误，恢复有效
licences-act-reinstate-effect = 撤销或者注销有误。核验时立即显示有效，并告知持证人。
licences-confirm-second = 需要本单位另一位决定人批准。撤销获批后还会等一段时间，其间可以撤回。
licences-typed = 请输入 { $number } 以确认
licences-typed-wrong = 这不是这份证照的编号。请对照上面的编号
licences-refused-alone = 这项操作不能由一个人完成。请在证照页面提出。

# 非正式环境
licences-exercise-test = 这是测试系统发出的，无效。
licences-exercise-training = 这是培训系统发出的，无效。
licences-exercise-demo = 这是演示系统发出的，无效。
licences-file-exercise = 这不是有效证照
licences-file-exercise-meaning = 文件自己写明是另一个系统发出的，例如测试、培训或者演示系统。那里发出的证照在这里无效。
# 公开记录。

licences-verify-pending = 这份证照刚刚制发，还没有写入公开记录
licences-verify-pending-meaning = 通常几秒钟就好。请稍后再核验一次，显示“有效”之后再认可它。
licences-verify-missing = 公开记录里没有这份证照，请不要认可
licences-verify-missing-meaning = 登记簿里有这个编号，但是它的制发没有写入公开记录，或者内容与记录不一致。它可能是伪造的，请向发证机关或者12345反映。
licences-verify-unkept = 登记簿里有这份证照，但没有公开记录可以证明
licences-verify-unkept-meaning = 本系统没有设置公开记录。请与发证机关确认之后再认可它。
licences-my-proof = 公开记录证明
licences-proof-how = 怎样自己核验证明
licences-proof-pending = 证明正在生成
licences-proof-pending-text = 这份证照正在写入公开记录，通常几秒钟就好。见证方暂时缺席时会久一些；证照本身不受影响。
licences-proof-again = 再试一次
