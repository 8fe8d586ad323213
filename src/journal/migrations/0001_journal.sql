create table events (
    study text not null,
    participant text not null,
    seq bigint not null,
    kind text not null,
    payload text not null,
    at text not null,
    origin text not null,
    client_id text not null,
    hash text not null,
    primary key (study, participant, seq)
);

create unique index events_client_id on events (study, participant, client_id);

create table seats (
    study text not null,
    number bigint not null,
    cell bigint not null,
    participant text not null,
    token_hash text not null,
    primary key (study, number)
);

create unique index seats_participant on seats (study, participant);

create unique index seats_token on seats (study, token_hash);

create table invitations (
    study text not null,
    token_hash text not null,
    label text not null,
    created_at text not null,
    primary key (study, token_hash)
);

create table join_codes (
    code text not null primary key,
    study text not null
);

create unique index join_codes_study on join_codes (study);

create index events_completed on events (study, participant) where kind = 'completed';

create index events_debriefed on events (study, participant) where kind = 'debriefed';

create index events_withdrew on events (study, participant) where kind = 'withdrew';
