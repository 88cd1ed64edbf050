# A stand-in for Stripe beside the site, so that a person can click through a payment.

# start_stripe_fake ADDRESS: starts it, tells the site where it is, and ends it with this script.
start_stripe_fake() {
  local program=tests/CharityLink.StripeFake/bin/Release/net10.0/CharityLink.StripeFake.dll port=${CHARITYLINK_STRIPE_FAKE_PORT:-12111}
  local secret=whsec_of_the_stand_in
  if out_of_date "$program" src/CharityLink.Stripe tests/CharityLink.StripeFake; then
    build tests/CharityLink.StripeFake "$program"
  fi
  dotnet "$program" --port "$port" --webhook "$1/webhooks/stripe" --secret "$secret" &
  # shellcheck disable=SC2064 # The process that was just started, not whichever is the last one then.
  trap "kill $! 2>/dev/null || true" EXIT
  # Every organisation is paid through the stand-in, as if its account were in Singapore.
  export Payments__Stripe__SecretKey=sk_test_of_the_stand_in Payments__Stripe__Address="http://127.0.0.1:$port/"
  export Payments__Stripe__WebhookSecrets__0__Secret=$secret
  export Payments__Merchants__0__Organisation='*' Payments__Merchants__0__Country=SG Payments__Merchants__0__Account=
}
