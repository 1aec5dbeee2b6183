import { Suspense, lazy, type ReactElement } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';

import { SideNavigation, TopNavigation } from '../components/Navigation';
import { usePages, type PageName } from '../hooks/usePages';
import { usePendingApprovals } from '../hooks/usePendingApprovals';
import { READ, READ_ANYTHING } from '../permissions';

const OverviewPage = lazy(() => import('./Overview/OverviewPage'));
const ProducersPage = lazy(() => import('./Producers/ProducersPage'));
const ProducerPage = lazy(() => import('./Producers/ProducerPage'));
const ConsumersPage = lazy(() => import('./Consumers/ConsumersPage'));
const ConsumerPage = lazy(() => import('./Consumers/ConsumerPage'));
const MappingsPage = lazy(() => import('./Mappings/MappingsPage'));
const MappingPage = lazy(() => import('./Mappings/MappingPage'));
const UpdateLogsPage = lazy(() => import('./UpdateLog/UpdateLogsPage'));
const UpdateLogPage = lazy(() => import('./UpdateLog/UpdateLogPage'));
const SyncLogsPage = lazy(() => import('./SyncLog/SyncLogsPage'));
const SyncLogPage = lazy(() => import('./SyncLog/SyncLogPage'));

const ROUTES: { path: string; page: PageName; element: ReactElement }[] = [
  { path: 'overview', page: 'overview', element: <OverviewPage /> },
  { path: 'producers', page: 'producers', element: <ProducersPage /> },
  { path: 'producers/new', page: 'producers', element: <ProducerPage /> },
  { path: 'producers/:documentId', page: 'producers', element: <ProducerPage /> },
  { path: 'consumers', page: 'consumers', element: <ConsumersPage /> },
  { path: 'consumers/:documentId', page: 'consumers', element: <ConsumerPage /> },
  { path: 'mappings', page: 'mappings', element: <MappingsPage /> },
  { path: 'mappings/new', page: 'mappings', element: <MappingPage /> },
  { path: 'mappings/:documentId', page: 'mappings', element: <MappingPage /> },
  { path: 'update-logs', page: 'updateLogs', element: <UpdateLogsPage /> },
  { path: 'update-logs/:id', page: 'updateLogs', element: <UpdateLogPage /> },
  { path: 'sync-logs', page: 'syncLogs', element: <SyncLogsPage /> },
  { path: 'sync-logs/:id', page: 'syncLogs', element: <SyncLogPage /> },
];

const Shell = () => {
  const { pages, isLoading } = usePages();
  const pendingApprovals = usePendingApprovals(pages);

  if (isLoading) {
    return <Page.Loading />;
  }
  const [firstPage] = pages;
  return (
    <Layouts.Root sideNav={<SideNavigation pages={pages} pendingApprovals={pendingApprovals} />}>
      <TopNavigation pages={pages} pendingApprovals={pendingApprovals} />
      <Suspense fallback={<Page.Loading />}>
        <Routes>
          {ROUTES.map(({ path, page, element }) => (
            <Route
              key={path}
              path={path}
              element={<Page.Protect permissions={READ[page]}>{element}</Page.Protect>}
            />
          ))}
          <Route
            path="*"
            element={firstPage ? <Navigate to={firstPage.to} replace /> : <Page.NoPermissions />}
          />
        </Routes>
      </Suspense>
    </Layouts.Root>
  );
};

const App = () => (
  <Page.Protect permissions={READ_ANYTHING}>
    <Shell />
  </Page.Protect>
);

export default App;
