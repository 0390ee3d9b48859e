# Words of licences: checking, the holder's own, the authority's desk.

licences-menu-my = My licences
licences-menu-verify = Check a licence
licences-menu-staff = Licences

# A licence
licences-name = Licence
licences-number = Number
licences-identifier = Identifier
licences-holder = Holder
licences-issuer = Issued by
licences-issued-on = Issued on
licences-valid = Valid
licences-status = Status
licences-files = Downloads
licences-erased = Personal data erased
licences-validity = { $from } to { $to }
licences-validity-open = From { $from }, with no end date
licences-status-valid = Valid
licences-status-expired = Expired
licences-status-suspended = Suspended
licences-status-revoked = Revoked
licences-status-cancelled = Cancelled

# Checking by number
licences-verify-title = Check a licence
licences-verify-lead = Enter the number on the licence to see whether it is genuine and still valid. You do not need to sign in.
licences-verify-number = Licence number or identifier
licences-verify-number-hint = For example JY2026000123. You can leave out spaces, dashes and brackets.
licences-verify-number-missing = Enter the licence number or identifier
licences-verify-number-personal = This is a person’s identity number, which cannot be looked up in public. Enter the identifier on the licence, which begins with 1.2.156.
licences-verify-submit = Check
licences-verify-result = Result of the check
licences-verify-another = Check another licence
licences-verify-valid = This licence is valid
licences-verify-valid-meaning = This is what the register says. Compare it with the licence in your hands. Only the first character of a person’s name is shown.
licences-verify-expired = This licence has expired
licences-verify-expired-meaning = It is genuine, but its time is over. The holder has to renew it or apply again.
licences-verify-suspended = This licence is suspended
licences-verify-suspended-meaning = The holder may not use it for the time being.
licences-verify-revoked = This licence was revoked
licences-verify-revoked-meaning = It is no longer valid and may not be used.
licences-verify-cancelled = This licence was cancelled
licences-verify-cancelled-meaning = It is no longer valid.
licences-verify-unknown = There is no such licence
licences-verify-unknown-meaning = The register does not have this number:
licences-verify-unknown-advice = Check the letters and digits for slips. If the number is as it stands on the licence, the licence may be false: please tell the authority that is named on it, or 12345.
licences-several-title = Several kinds of licences use this number
licences-several-lead = Choose the one in your hands.

# Checking a file
licences-file-title = Check a licence file
licences-file-lead = Upload a licence file that somebody gave you to see whether it is the original. The file is compared and not kept.
licences-file-pdf = Licence file (PDF)
licences-file-number-hint = With the number the check can say more.
licences-file-signature = Signature file
licences-file-signature-hint = If you were also given a file that ends in sig.json, upload it too.
licences-file-missing = Choose the licence file to check
licences-file-no-pdf = This is not a PDF. Choose the file as it was downloaded, not a photo or a scan
licences-file-submit = Check the file
licences-file-another = Check another file
licences-file-genuine = The file is genuine
licences-file-genuine-meaning = It was made by the issuing authority and has not been changed. The licence’s present status is below.
licences-file-changed = The file differs from the original
licences-file-changed-meaning = The licence is in the register, but this file is not the one that the authority made. It may have been changed, or it may be a scan.
licences-file-unknown = Nothing is known about this file
licences-file-unknown-meaning = The register has no licence for it. Check the licence number, or ask the holder to download the original again.

# The holder's own
licences-my-title = My licences
licences-my-lead = Licences held by you and by the firms you act for. The downloaded file is worth as much as the paper.
licences-my-empty = No licences yet. When an application is granted, its licence appears here by itself.
licences-my-pdf = Licence file
licences-my-signature = Signature file
licences-my-no-file = No longer valid, cannot be downloaded

# The authority's desk
licences-staff-title = Licences
licences-staff-number = Licence number or identifier
licences-staff-search = Find
licences-staff-hint = Enter a number to see a licence. Each look is recorded, and the holder can see the record.
licences-staff-empty = Not found, or not a licence of your authority.
licences-history = History
licences-history-at = When
licences-history-what = What
licences-history-by = By
licences-by-system = The system
licences-by-staff = Staff
licences-event-issued = Issued
licences-event-suspended = Suspended
licences-event-restored = Restored
licences-event-revoked = Revoked
licences-event-cancelled = Cancelled
licences-change-title = Change its status
licences-change-none = You cannot change the status of this licence, or it is no longer valid.
licences-change-act = What is to be done
licences-change-act-missing = Choose what is to be done
licences-change-reason = Reason
licences-change-reason-hint = State the facts and the legal basis. They become part of the licence’s history.
licences-act-suspend = Suspend
licences-act-restore = Restore
licences-act-revoke = Revoke
licences-act-cancel = Cancel for its holder
licences-act-suspend-effect = Checks show it as suspended at once. It can be restored later.
licences-act-restore-effect = Checks show it as valid again at once.
licences-act-revoke-effect = It is void from then on. It cannot be downloaded any more, and its holder is told.
licences-act-cancel-effect = It is void from now on. It cannot be restored or downloaded any more.
licences-confirm-title = Confirm the change of status
licences-confirm-suspend = Suspend this licence
licences-confirm-restore = Restore this licence
licences-confirm-revoke = Propose to revoke this licence
licences-confirm-cancel = Cancel this licence for its holder
licences-confirm-reinstate = Propose to reinstate this licence
licences-confirm-back = Go back without changing anything

# Refusals
licences-refused-exists = This licence was issued already.
licences-refused-unknown = There is no such licence.
licences-refused-no-reason = State the reason
licences-refused-wrong-status = The licence’s present status does not allow this. Open the page again to see it.

# What is held about somebody
licences-held = Licences

# What nobody does alone
licences-event-reinstated = Reinstated
licences-act-reinstate = Reinstate: it was revoked or cancelled by mistake
licences-act-reinstate-effect = The revocation or cancellation was a mistake. Checks show it as valid again at once, and its holder is told.
licences-confirm-second = Another approver of your authority has to approve this. A revocation then waits, so that it can still be taken back.
licences-typed = To confirm, type { $number }
licences-typed-wrong = This is not the number of this licence. Compare it with the one above
licences-refused-alone = Nobody does this alone. Propose it on the page of the licence.

# Exercises
licences-exercise-test = A test system issued this. It is not valid.
licences-exercise-training = A training system issued this. It is not valid.
licences-exercise-demo = A demonstration issued this. It is not valid.
licences-file-exercise = This is not a valid licence
licences-file-exercise-meaning = The file says itself that another system issued it, such as a test, a training or a demonstration. What is issued there is worth nothing here.
# The public record.

licences-verify-pending = This licence was issued just now and is not yet in the public record
licences-verify-pending-meaning = This usually takes some seconds. Check again in a moment, and accept it only when it is shown as valid.
licences-verify-missing = Not in the public record: do not accept this licence
licences-verify-missing-meaning = The register has this number, but its issue is not in the public record, or something else is. It may be forged. Please tell the issuing authority or 12345.
licences-verify-unkept = In the register, but no public record proves it
licences-verify-unkept-meaning = This installation keeps no public record. Ask the issuing authority before you accept it.
licences-my-proof = Proof from the public record
licences-proof-how = How to check a proof yourself
licences-proof-pending = The proof is being made
licences-proof-pending-text = This licence is being entered into the public record, which usually takes some seconds. It takes longer while witnesses are missing; the licence itself is not affected.
licences-proof-again = Try again
