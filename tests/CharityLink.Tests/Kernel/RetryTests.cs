using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Tests.Kernel;

/// <summary>A lost race is decided anew three times, not for ever.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_command_is_tried_four_times_at_most(int lost, bool done)
    {
        var tries = 0;
        var outcome = await new RetryOnConflict<IRequest<Outcome>, Outcome>().Handle(
            new Wish(), TestContext.Current.CancellationToken, () => ++tries > lost ? Task.FromResult(Outcome.Done(7)) : throw new ConcurrencyException(Guid.Empty));
        Assert.Equal((done, Math.Min(lost + 1, 4)), (outcome.IsDone, tries));
        Assert.Equal(done ? [] : ["busy"], outcome.Refusals.Select(refusal => refusal.Code), StringComparer.Ordinal);
    }

    private sealed record Wish : IRequest<Outcome>;
}
