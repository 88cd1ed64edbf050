using CharityLink.Web.Matching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CharityLink.Web.Tests.Matching;

/// <summary>What is read of the form for a sponsor's promise.</summary>
public sealed class PoolFormTests
{
    [Theory]
    [InlineData("pool")]
    [InlineData("per_gift")]
    public void An_amount_that_was_sent_twice_is_none(string field)
    {
        var form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { [field] = new(["100", "200"]) });
        Assert.Contains(PoolForm.Read(form).Read().Refusals, refusal => refusal.Field == field);
    }
}
