import { redirect } from 'next/navigation';

/** The studio opens with the recipes. */
export default function HomePage() {
  redirect('/recipes');
}
