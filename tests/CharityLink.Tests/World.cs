using System.Security.Cryptography;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Tests;

/// <summary>The whole domain on a database of its own, entered by its front door: commands.</summary>
public sealed class World : IAsyncLifetime
{
    private TestDatabase? database;
    private ServiceProvider? services;

    /// <summary>Whatever the domain registers.</summary>
    public IServiceProvider Services => services ?? throw new InvalidOperationException("Not started.");

    /// <summary>The store, for looking at what was written.</summary>
    public EventStore Store => Services.GetRequiredService<EventStore>();

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        services = Build(database.ConnectionString);
        await Services.CreateSchemas(TestContext.Current.CancellationToken);
        await Services.StartFollowing();
    }

    /// <summary>Sends a command as somebody; by default as the platform itself.</summary>
    public async Task<Outcome> Send(ICommand command, Caller? caller = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = caller ?? Caller.System;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a command that must be carried out, and waits until the named read models show it.</summary>
    public async Task<Outcome> Do(ICommand command, Caller? caller = null, params string[] readModels)
    {
        var outcome = await Send(command, caller);
        Assert.Empty(outcome.Refusals);
        foreach (var name in readModels)
        {
            Assert.True(await Services.GetRequiredService<ReadModelHost>().WaitFor(name, outcome.Position, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken), $"{name} did not catch up.");
        }

        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.GetRequiredService<ReadModelHost>().StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    private static ServiceProvider Build(string connectionString)
    {
        var all = new ServiceCollection();
        all.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        all.AddSingleton(TimeProvider.System);
        all.AddSingleton(NpgsqlDataSource.Create(connectionString));
        all.AddCharityLink();
        all.AddSingleton(_ => new MasterKeys(RandomNumberGenerator.GetBytes(32)));
        return all.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}
