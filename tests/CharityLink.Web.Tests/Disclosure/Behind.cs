using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Disclosure;

/// <summary>What these tests do to the site behind its pages.</summary>
internal static class Behind
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Carries out a command as the platform and waits until the calendar shows it.</summary>
    public static async Task Do(this SiteHost site, params IReadOnlyList<ICommand> commands)
    {
        foreach (var command in commands)
        {
            await using var scope = site.App.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
            Assert.Empty((await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, Ct)).Refusals);
        }

        await site.Caught("duties");
    }

    /// <summary>How many facts a stream holds.</summary>
    public static async Task<long> Facts(this SiteHost site, Guid stream) => (await site.Service<EventStore>().ReadStream(stream, 0, Ct)).Version;
}
