-- What a provider without a list of events is asked about: the youngest of what was asked of it and taken.
create index payment_operation_taken on giving.payment_operation (provider, planned_at) where state = 'succeeded';
