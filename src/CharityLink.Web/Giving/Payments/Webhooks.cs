using CharityLink.Giving;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Where providers tell what happened. Genuine and durable before it is answered; acted on afterwards, by whoever has time.</summary>
internal static class Webhooks
{
    /// <summary>POST /webhooks/{provider}: signed by the sender, so neither a form of ours nor limited in number.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/{provider}", Take).ForAnyone().DisableAntiforgery().WithMetadata(new SignedPost());

    private static async Task<IResult> Take(HttpContext http, string provider, PaymentProviders providers, PaymentInbox inbox)
    {
        if (providers.Find(provider) is not { NeedsCalls: true } sender)
        {
            return TypedResults.NotFound();
        }

        if (await Body(http) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (sender.Read(body, name => http.Request.Headers[name]) is not { } notification)
        {
            return TypedResults.BadRequest();
        }

        await inbox.Take(sender.Name, notification);
        return TypedResults.Text(sender.TakenReply);
    }

    // Whole, but no larger than any form: the signature is over every byte.
    private static async Task<ReadOnlyMemory<byte>?> Body(HttpContext http)
    {
        var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, FormGuard.BytesMax));
        var buffer = new byte[8192];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is var read and > 0)
        {
            if (body.Length + read > FormGuard.BytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
