-- What staff ask for by state; the many that went well are not in it, so that a gift costs nothing more.
create index payment_operation_ended_badly on giving.payment_operation (state, id desc) where state in ('declined', 'failed', 'dropped');
create index payment_inbox_aside on giving.payment_inbox (state, id desc) where state in ('dead', 'dropped', 'unheeded');
