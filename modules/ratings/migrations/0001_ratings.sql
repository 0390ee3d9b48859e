-- Ratings that were given. The comment stays sealed in the stream.
CREATE TABLE ratings_rating (
    rating TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    service TEXT NOT NULL,
    authority TEXT NOT NULL,
    grade BIGINT NOT NULL,
    tags TEXT NOT NULL,
    has_comment BIGINT NOT NULL,
    channel TEXT NOT NULL,
    rater TEXT NOT NULL,
    rated_at BIGINT NOT NULL
);
CREATE INDEX ratings_rating_service ON ratings_rating (service, rated_at);

-- How often each grade was given to a service.
CREATE TABLE ratings_total (
    service TEXT NOT NULL,
    grade BIGINT NOT NULL,
    ratings BIGINT NOT NULL,
    PRIMARY KEY (service, grade)
);

-- Bad ratings that have to be put right.
CREATE TABLE ratings_follow_up (
    rating TEXT NOT NULL PRIMARY KEY,
    raised_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    is_provisional BIGINT NOT NULL
);
CREATE INDEX ratings_follow_up_due ON ratings_follow_up (due_on, rating);
