using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Giving;

/// <summary>Stands in for a payment provider's own pages, and says so.</summary>
internal static class SandboxRoutes
{
    public static void MapSandbox(this SiteRoutes site)
    {
        site.Forms.MapGet("/sandbox-pay/{id:guid}", Ask);
        site.Forms.MapPost("/sandbox-pay/{id:guid}", Answer).WithMetadata(new GiftForm());
    }

    private static Task<IResult> Ask(
        HttpContext http, Guid id, Guid? secure, Donations donations, CauseBook causes, GiftLimits limits, TimeProvider clock, CancellationToken ct) =>
        Show(http, id, secure, [], donations, causes, limits, clock, ct);

    private static async Task<IResult> Answer(
        HttpContext http, Guid id, IMediator mediator, Donations donations, CauseBook causes, GiftLimits limits, TimeProvider clock, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var choice = posted["choice"].ToString();
        if (!Guid.TryParse(posted["attempt"], out var attempt) || ResultOf(choice) is not { } result)
        {
            return choice == "secure" && attempt != Guid.Empty
                ? Page.Go(http, GiftAddress.Payment(id, http.Request.Query["key"], attempt))
                : await Show(http, id, null, [new Refusal("payment_choice_missing")], donations, causes, limits, clock, ct);
        }

        var outcome = await mediator.Send(new RecordSandboxPayment(Guid.CreateVersion7(), id, attempt, result.Result, result.Reason, clock.GetUtcNow()), ct);
        if (outcome.IsDone || outcome.Refusals[0].Code == "donation_already_paid")
        {
            http.Follow(Math.Max(outcome.Position, http.Follows() ?? 0));
            return Page.Go(http, GiftAddress.Gift(id, http.Request.Query["key"], attempt));
        }

        return await Show(http, id, null, outcome.Refusals, donations, causes, limits, clock, ct);
    }

    private static (PaymentResult Result, string? Reason)? ResultOf(string choice) => choice switch
    {
        "pay" => (PaymentResult.Paid, null),
        "decline" => (PaymentResult.Declined, RecordSandboxPayment.InsufficientFunds),
        "fail" => (PaymentResult.Declined, RecordSandboxPayment.AuthenticationFailed),
        "leave" => (PaymentResult.Abandoned, null),
        _ => null,
    };

    // A page that is shown is an attempt: its id makes a second press of its buttons the same one.
    private static async Task<IResult> Show(
        HttpContext http, Guid id, Guid? securing, IReadOnlyList<Refusal> refusals, Donations donations, CauseBook causes, GiftLimits limits, TimeProvider clock, CancellationToken ct)
    {
        if (await donations.Find(id, ct) is not { Donation: { Provider: StartDonation.Sandbox } donation })
        {
            return TypedResults.NotFound();
        }

        if (donation.IsPaid)
        {
            return Page.Go(http, GiftAddress.Gift(id, http.Request.Query["key"], Guid.Empty));
        }

        var model = new
        {
            Donation = donation,
            Offer = await causes.Find(donation.Cause, ct),
            Attempt = securing ?? Guid.CreateVersion7(),
            IsExpired = donation.IsExpired(clock.GetUtcNow(), limits.PayWithin),
            Secure = securing is not null,
            Key = http.Request.Query["key"].ToString(),
            Refusals = refusals,
        };
        return Page.Show<SandboxPage>(http, model, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
