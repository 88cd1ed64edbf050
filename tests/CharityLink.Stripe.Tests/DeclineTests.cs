namespace CharityLink.Stripe.Tests;

/// <summary>A declined charge is repeated only where the card networks allow it.</summary>
public sealed class DeclineTests
{
    [Theory]
    [InlineData("card_error", "authentication_required", "authentication_required", NextStep.AskToAuthenticate)]
    [InlineData("card_error", "card_declined", "authentication_required", NextStep.AskToAuthenticate)]
    [InlineData("card_error", "card_declined", "insufficient_funds", NextStep.RetryLater)]
    [InlineData("card_error", "card_declined", "try_again_later", NextStep.RetryLater)]
    [InlineData("card_error", "processing_error", null, NextStep.RetryLater)]
    [InlineData("card_error", "processing_error", "stolen_card", NextStep.AskForAnotherCard)]
    [InlineData("card_error", "card_declined", "generic_decline", NextStep.AskForAnotherCard)]
    [InlineData("card_error", "card_declined", "lost_card", NextStep.AskForAnotherCard)]
    [InlineData("card_error", "expired_card", null, NextStep.AskForAnotherCard)]
    [InlineData("invalid_request_error", "amount_too_small", null, NextStep.AskOperator)]
    [InlineData("idempotency_error", null, null, NextStep.AskOperator)]
    public void A_decline_leads_to_what_helps(string type, string? code, string? reason, NextStep next) =>
        Assert.Equal(next, new StripeError { Type = type, Code = code, DeclineCode = reason }.Next);
}
