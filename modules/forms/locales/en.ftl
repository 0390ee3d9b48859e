# Begin
forms-apply-heading = Apply: { $name }
forms-apply-minutes = Takes about { $minutes } minutes
forms-apply-kept = You can stop and come back; the draft is kept until { $date }
forms-apply-documents = Have these ready
forms-apply-perhaps = { " " }(perhaps, depending on your answers)
forms-apply-no-documents = You need no documents.
forms-apply-held = Documents that government already holds
forms-apply-guide = Read the guide
forms-apply-drafts = You have an unfinished application
forms-apply-draft = Continue the one begun on { $started } (kept until { $until })
forms-apply-given = What you answered in the guide
forms-apply-or-new = Or begin another one below.
forms-apply-begin = Begin the application
forms-apply-begin-new = Begin another application
forms-apply-prove = Prove who you are, then come back here

# Situations
forms-situation-heading = Your situation
forms-situation-why = Your answers decide what you are asked and what you hand in.
forms-situation-none = There is nothing to choose for this service.

# Topics
forms-topic-progress = Step { $place } of { $of }
forms-topic-why = Why we ask: { $reason }
forms-topic-save = Save and continue
forms-topic-returned = Please correct the answers below. Nothing else needs to be filled in again.
forms-source-account = From your account; you can change it
forms-source-firm = From the register of companies; you can change it
forms-fixed = These answers were sent and cannot be changed:
forms-not-answered = Not answered
forms-back-to-list = Back to the list

# Throw away
forms-discard-heading = Delete this application?
forms-discard-explained = The application goes to “Recently deleted”, where you can bring it back. After a while it is cleared.
forms-discard-do = Delete the application
forms-discard-keep = Keep it and go back

# What to do about an answer
forms-error-situation = Choose an answer
forms-error-unknown = There is no such question
forms-error-required = Fill in: { $label }
forms-error-choice = Choose an answer: { $label }
forms-error-text = { $label } has a character that cannot be used; type it again
forms-error-too-short = { $label } must have at least { $limit } characters
forms-error-too-long = { $label } can have at most { $limit } characters
forms-error-number = { $label } must be a number, such as 120
forms-error-too-small = { $label } must be { $limit } or more
forms-error-too-large = { $label } must be { $limit } or less
forms-error-money = { $label } must be an amount, such as 1200.50
forms-error-date = { $label } must be a real date, such as 2 March 2026
forms-error-mobile = { $label } must be a mobile number with 11 digits, such as 19900000000
forms-error-phone = { $label } must be a phone number, such as 0598-98000000
forms-error-id-number-length = { $label } must have 18 characters; compare it with the card
forms-error-id-number-character = { $label } has digits only; the last may be X
forms-error-id-number-region = The beginning of { $label } is wrong; compare it with the card
forms-error-id-number-birth-date = The birth date in { $label } is wrong; compare it with the card
forms-error-id-number-check-digit = One character of { $label } is wrong; compare it with the card
forms-error-credit-code-length = { $label } must have 18 characters; compare it with the business licence
forms-error-credit-code-character = { $label } has a character that never occurs; compare it with the business licence
forms-error-credit-code-region = Characters 3 to 8 of { $label } must be digits; compare it with the business licence
forms-error-credit-code-check-digit = One character of { $label } is wrong; compare it with the business licence
forms-error-credit-code-organisation = One character of { $label } is wrong; compare it with the business licence

# Refusals
forms-refused-not-online = You cannot apply for this online. Please come to a hall.
forms-identity-L1 = For this, your contact details must be confirmed first.
forms-identity-L2 = For this, your name and identity number must be checked first.
forms-identity-L3 = For this, you must be checked in person first: by your face at the identity provider, or once with your card at a counter.
forms-identity-L4 = For this, sign in with a certificate.
forms-refused-for-people = This service is for people. Switch to acting for yourself, then apply.
forms-refused-for-firms = This service is for organisations. Switch to acting for yours, then apply.
forms-refused-too-many-drafts = You have too many unfinished applications. Send or delete some first.
forms-refused-exists = This application was begun already.
forms-refused-unknown = There is no such application.
forms-refused-fixed = This application was sent and cannot be changed.
forms-refused-not-returned = You were not asked to change this answer.

# What is held about somebody
forms-held = Applications and what was filled in

# What was deleted
forms-removed-title = Recently deleted
forms-removed-lead = You can bring back drafts that you deleted within { $days } days. After that they are cleared.
forms-removed-none = There is nothing to bring back.
forms-removed-at = Deleted { $at }
forms-removed-until = Can be brought back until { $at }
forms-restore = Bring back
forms-refused-too-late = This was deleted too long ago to bring it back. Please apply again.
