# Words of ratings: giving one, public counts, bad ones to put right.

ratings-menu-public = Ratings
ratings-menu-oversight = Bad ratings

# Grades, tags, channels
ratings-grade-1 = Very satisfied
ratings-grade-2 = Satisfied
ratings-grade-3 = Fairly satisfied
ratings-grade-4 = Dissatisfied
ratings-grade-5 = Very dissatisfied
ratings-tag-fast = It was quick
ratings-tag-guide_right = It was as the guide says
ratings-tag-convenient = Few trips and papers
ratings-tag-easy = The pages were easy
ratings-tag-helpful = People were helpful
ratings-tag-slow = It took too long
ratings-tag-guide_wrong = It was not as the guide says
ratings-tag-burdensome = Too many trips or papers
ratings-tag-hard = The pages were hard to use
ratings-tag-unhelpful = People were not helpful
ratings-channel-pc = Computer
ratings-channel-mobile = Phone
ratings-channel-qr = QR code
ratings-channel-hall_tablet = Tablet in a hall
ratings-channel-hall_terminal = Other device in a hall
ratings-channel-phone = Telephone
ratings-channel-sms = Text message
ratings-channel-mini_program = Mini program
ratings-channel-kiosk = Kiosk
ratings-channel-paper = Opinion box
ratings-channel-wrong = Say where the rating is given
ratings-member-missing = Say this as well.
ratings-comma = ,{" "}

# The query code
ratings-ask-title = Rate a case
ratings-ask-lead = Enter the query code on your receipt to rate the case
ratings-code = Query code
ratings-code-hint = Six digits on the receipt or in the text message
ratings-code-wrong = Reference and query code do not fit together. Enter them as they stand on the receipt.
ratings-ask-sign-in = This is my own case: sign in and rate it

# Giving a rating
ratings-title = How satisfied are you with this service?
ratings-lead = Each case is rated once. You cannot change the rating afterwards.
ratings-grade = Your rating
ratings-grade-missing = Choose one of the ratings
ratings-praise = What was good
ratings-problems = What was not good
ratings-comment = In your own words
ratings-comment-hint = At most 500 characters. Please leave out identity numbers, phone numbers and other personal data.
ratings-submit = Send the rating
ratings-free = Rating is up to you. Nobody may ask you for a good one, and nobody can change or delete yours.
ratings-early-title = Not concluded yet
ratings-early-lead = You can rate this case when it is concluded

# What was given
ratings-thanks = Thank you for your rating
ratings-thanks-counted = It is part of the public figures already.
ratings-given-title = This case has been rated
ratings-given-lead = This is the rating that was given.
ratings-service = Service
ratings-reference = Reference
ratings-grade-given = Rating
ratings-tags = Reasons
ratings-rated-at = Rated
ratings-follow-up-heading = This will be put right
ratings-follow-up-promise = A supervisor has your rating. It will be put right and answered by { $date }. Nobody can delete it.

# Public counts
ratings-totals-title = Ratings by service
ratings-totals-lead = All ratings count, and the figures change at once. Services with fewer than 10 ratings have no share and no average.
ratings-totals-empty = No ratings yet. The first rating of a concluded case appears here.
ratings-count = Ratings
ratings-satisfied = Satisfied
ratings-average = Average stars (of 5)
ratings-too-few = Too few

# Bad ratings to put right
ratings-oversight-title = Bad ratings to put right
ratings-oversight-lead = By due date, the most urgent first. Bad ratings can be neither deleted nor hidden.
ratings-oversight-empty = There are no bad ratings to put right.
ratings-follow-up-title = Bad rating { $reference }
ratings-follow-up-stays = This rating can be neither deleted nor hidden. Your look at it is recorded, and the applicant can see the record.
ratings-has-comment = Has a comment
ratings-erased = Personal data erased
ratings-channel = Channel
ratings-due = To be put right by
ratings-due-today = Due today
ratings-days-left = { $days } working days left
ratings-days-late = { $days } working days late
ratings-provisional = (may move when the holidays are published)

# Refusals
ratings-refused-already-rated = This case has been rated and cannot be rated again.
ratings-refused-not-concluded = The case is not concluded yet. It can be rated afterwards.
ratings-refused-wrong-tag = A reason does not go with the rating. Choose again.
ratings-refused-comment-too-long = A comment has at most 500 characters. Please shorten it

# What is held about somebody
ratings-held = Ratings
