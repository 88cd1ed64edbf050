// Stripe's own SDK against the stand-in: node drive.mjs PORT. Prints one JSON object; exits with 1 when an expectation fails.
import assert from 'node:assert/strict';
import Stripe from 'stripe';

const port = Number(process.argv[2]);
const base = `http://127.0.0.1:${port}`;
const stripe = new Stripe('sk_test_1', { host: '127.0.0.1', port, protocol: 'http', telemetry: false, maxNetworkRetries: 2 });
const control = async (path) => {
  const answer = await fetch(`${base}/fake/${path}`, { method: 'POST' });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.text();
};
const checks = [];
const check = async (name, act) => {
  await act();
  checks.push(name);
};
const gift = (card, more = {}) => ({
  amount: 10000, currency: 'hkd', payment_method: card, confirm: true, metadata: { operation_id: 'op-1' },
  allowed_payment_method_types: ['card'], return_url: 'https://charity.example/r', ...more,
});

await check('pays and reads the fee', async () => {
  const paid = await stripe.paymentIntents.create(gift('pm_card_visa', { expand: ['latest_charge.balance_transaction'] }), { idempotencyKey: 'a' });
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.latest_charge.balance_transaction.net, 9626);
  const again = await stripe.paymentIntents.create(gift('pm_card_visa', { expand: ['latest_charge.balance_transaction'] }), { idempotencyKey: 'a' });
  assert.equal(again.id, paid.id);
  assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
});

await check('refuses a key with other parameters', async () => {
  await assert.rejects(stripe.paymentIntents.create(gift('pm_card_visa', { amount: 9900 }), { idempotencyKey: 'a' }), Stripe.errors.StripeIdempotencyError);
});

await check('declines', async () => {
  await assert.rejects(stripe.paymentIntents.create(gift('pm_card_chargeDeclined')), (e) =>
    e instanceof Stripe.errors.StripeCardError && e.decline_code === 'generic_decline' && e.payment_intent.status === 'requires_payment_method');
});

await check('off session needs the giver', async () => {
  await assert.rejects(stripe.paymentIntents.create(gift('pm_card_authenticationRequired', { off_session: true })), (e) =>
    e.code === 'authentication_required' && e.statusCode === 402 && e.payment_intent.status === 'requires_payment_method');
});

await check('the bank asks and the payment is confirmed', async () => {
  const asked = await stripe.paymentIntents.create(gift('pm_card_authenticationRequired'));
  assert.equal(asked.next_action.type, 'redirect_to_url');
  await control(`authenticate?intent=${asked.id}&approved=true`);
  assert.equal((await stripe.paymentIntents.retrieve(asked.id)).status, 'succeeded');
});

await check('opens a page, is paid on it, and lists events', async () => {
  const page = await stripe.checkout.sessions.create({
    mode: 'payment', success_url: 'https://charity.example/t', allowed_payment_method_types: ['card', 'alipay'], adaptive_pricing: { enabled: false },
    line_items: [{ quantity: 2, price_data: { currency: 'hkd', unit_amount: 5000, product_data: { name: '捐赠' } } }],
  });
  await control(`pay?session=${page.id}&card=pm_card_visa`);
  const paid = await stripe.checkout.sessions.retrieve(page.id, { expand: ['payment_intent'] });
  assert.deepEqual([paid.status, paid.payment_status, paid.payment_intent.status], ['complete', 'paid', 'succeeded']);
  const seen = [];
  for await (const event of stripe.events.list({ limit: 3 })) seen.push(event.id);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(seen.length > 10);
});

await check('keeps a card and charges it later', async () => {
  const customer = await stripe.customers.create({ email: 'giver@example.org' });
  const kept = await stripe.setupIntents.create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true, usage: 'off_session' });
  assert.equal(kept.status, 'succeeded');
  const paid = await stripe.paymentIntents.create(gift(kept.payment_method, { customer: customer.id, off_session: true }));
  assert.equal(paid.status, 'succeeded');
  assert.equal((await stripe.customers.listPaymentMethods(customer.id)).data.length, 1);
  assert.equal((await stripe.paymentMethods.detach(kept.payment_method)).customer, null);
  assert.equal((await stripe.customers.del(customer.id)).deleted, true);
});

await check('refunds, disputes and the books', async () => {
  const paid = await stripe.paymentIntents.create(gift('pm_card_visa'));
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 4000, reason: 'requested_by_customer' });
  assert.equal(refund.status, 'succeeded');
  await assert.rejects(stripe.refunds.create({ payment_intent: paid.id, amount: 6001 }), Stripe.errors.StripeInvalidRequestError);
  const dispute = (await control(`dispute?charge=${paid.latest_charge}`)).trim();
  await assert.rejects(stripe.refunds.create({ payment_intent: paid.id }), (e) => e.code === 'charge_disputed');
  await control(`decide?dispute=${dispute}&won=false`);
  assert.equal((await stripe.disputes.retrieve(dispute)).status, 'lost');
  const lines = await stripe.balanceTransactions.list({ type: 'adjustment' });
  assert.equal(lines.data[0].net, -11500);
});

await check('passes money on to a charity', async () => {
  const charity = await stripe.accounts.create({ type: 'express', country: 'SG' });
  const sent = await stripe.transfers.create({ amount: 500, currency: 'hkd', destination: charity.id, transfer_group: 'g' });
  await stripe.transfers.createReversal(sent.id, { amount: 200 });
  assert.equal((await stripe.transfers.list({ transfer_group: 'g' })).data[0].amount_reversed, 200);
});

for (const kind of ['LostAnswer', 'BrokenAfter', 'Conflict']) {
  await check(`survives ${kind}`, async () => {
    await control(`fault?kind=${kind}`);
    const paid = await stripe.paymentIntents.create(gift('pm_card_visa'), { idempotencyKey: kind });
    assert.equal(paid.status, 'succeeded');
  });
}

await check('takes a broken answer for a broken connection', async () => {
  await control('fault?kind=CutShort');
  await assert.rejects(stripe.paymentIntents.create(gift('pm_card_visa'), { idempotencyKey: 'cut' }), Stripe.errors.StripeConnectionError);
  const paid = await stripe.paymentIntents.create(gift('pm_card_visa'), { idempotencyKey: 'cut' });
  assert.equal(paid.lastResponse.headers['idempotent-replayed'], 'true');
});

// Sent again by the program's own client in SdkTests, which compares the two bodies.
await check('sends what our client sends', async () => {
  await stripe.paymentIntents.create({
    amount: 10000, currency: 'hkd', payment_method: 'pm_card_visa', confirm: true, allowed_payment_method_types: ['card', 'alipay'],
    expand: ['latest_charge.balance_transaction'], metadata: { operation_id: 'op-1' },
  }, { idempotencyKey: 'same-payment' });
  await stripe.checkout.sessions.create({
    mode: 'payment', allowed_payment_method_types: ['card', 'wechat_pay'], adaptive_pricing: { enabled: false }, ui_mode: 'hosted_page',
    line_items: [{ quantity: 1, price_data: { currency: 'hkd', unit_amount: 10000, product_data: { name: '捐赠 Gift' } } }],
    payment_intent_data: { metadata: { donation_id: 'd-1' } }, payment_method_options: { wechat_pay: { client: 'web' } },
    success_url: 'https://charity.example/thanks?s={CHECKOUT_SESSION_ID}', cancel_url: 'https://charity.example/back',
    submit_type: 'donate', locale: 'zh', client_reference_id: 'd-1',
  }, { idempotencyKey: 'same-page' });
});

await check('obeys Stripe-Should-Retry', async () => {
  await control('fault?kind=BrokenBefore&shouldRetry=false');
  await assert.rejects(stripe.balance.retrieve());
  assert.equal((await stripe.balance.retrieve()).object, 'balance');
});

console.log(JSON.stringify({ version: Stripe.PACKAGE_VERSION, checks }));
// A time limit of the SDK's for the broken answer would keep the program for 80 seconds.
process.exit(0);
