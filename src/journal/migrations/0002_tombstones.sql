alter table events add column erased bigint not null default 0;

drop index events_client_id;

create unique index events_client_id on events (study, participant, client_id) where erased = 0;
