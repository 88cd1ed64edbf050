using System.Runtime.CompilerServices;

namespace CharityLink.Stripe;

/// <summary>Reads lists to their end.</summary>
public static class StripePages
{
    /// <summary>Most objects that are read in one go; a list this long wants a narrower time.</summary>
    public const int PagesMax = 1000;

    /// <summary>
    /// Every object of a list, newest first. Throws when a page cannot be read, since a list that ends early would look like one
    /// that is complete.
    /// </summary>
    public static async IAsyncEnumerable<T> All<T>(
        this StripeClient client,
        Func<ListRequest, StripeCall<StripeList<T>>> list,
        ListRequest request,
        [EnumeratorCancellation] CancellationToken ct)
        where T : IStripeObject
    {
        var next = request with { Limit = request.Limit ?? 100 };
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await client.Send(list(next), ct);
            var found = answer.Must();
            foreach (var item in found.Data)
            {
                yield return item;
            }

            if (!found.HasMore || found.Data.Count == 0)
            {
                yield break;
            }

            next = next with { StartingAfter = found.Data[^1].Id };
        }

        throw new InvalidOperationException($"The list goes on after {PagesMax} pages.");
    }
}
