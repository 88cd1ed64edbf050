namespace CharityLink.Stripe.Wire;

/// <summary>Compares every answer's own time with ours.</summary>
internal sealed class ClockWatch(StripeClock seen, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var response = await base.SendAsync(request, ct);
        if (response.Headers.Date is { } theirs)
        {
            seen.Note(theirs, clock.GetUtcNow());
        }

        return response;
    }
}
