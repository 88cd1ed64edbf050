-- An append that is alone is one plain statement now (SingleCommand): starting a procedure took longer than its work.
drop procedure if exists events.append_one;
