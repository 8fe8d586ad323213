create table assignments (
    study text not null,
    turn bigint not null,
    participant text not null,
    stratum text not null,
    cell bigint not null,
    primary key (study, turn)
);

create unique index assignments_participant on assignments (study, participant);
